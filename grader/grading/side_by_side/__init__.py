"""Two functions of one submission judged at the same time, where nobody can notice.

lanes   which functions, by which worker, and when it is worth it
turns   of what stands between two requests, one lane's runs at a time
"""
