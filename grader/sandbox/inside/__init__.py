"""All of ours that runs beside untrusted code; what comes back from here is judged, never believed.

template, fresh, worker    where a worker comes from, and its life
pipe, request_handler, reply_packer, failures    requests in, replies out
recorder, heard_threads, heard_libraries    what runs in a call, in its threads, and in other libraries
lockdown    what confines it
simgpu      the simulated accelerator; light_dynamo: a stand-in that keeps the template small
"""
