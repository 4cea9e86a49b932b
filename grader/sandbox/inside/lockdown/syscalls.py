"""Which system calls a locked worker is refused, and why: the table that docs/sandbox.md prints.

Everything else is allowed. Landlock decides about files; this table holds what Landlock does not see (chmod, locks,
inotify, sendto), what would undo another layer (openat2, io_uring, ptrace), and what no exercise needs.
Numbers above `LAST_KNOWN` are calls that did not exist when the table was written: they answer ENOSYS.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass

LAST_KNOWN = 467
NUMBERS_END = 512
# Machines whose calls are numbered alike from 424 on, so that `LAST_KNOWN` and `NEW_NUMBERS` hold.
UNIFIED_MACHINES = frozenset({"x86_64", "aarch64", "riscv64", "ppc64le", "s390x"})
# Calls that older libseccomp releases have no name for.
NEW_NUMBERS = {
    "mount_setattr": 442, "quotactl_fd": 443, "memfd_secret": 447, "process_mrelease": 448, "fchmodat2": 452,
    "statmount": 457, "listmount": 458, "lsm_set_self_attr": 460, "setxattrat": 463, "removexattrat": 466,
    "open_tree_attr": 467,
}  # fmt: skip


@dataclass(frozen=True)
class _Denied:
    """A group of calls that are always refused.

    Attributes:
        names: the calls, separated by spaces.
        why: what they would allow.
        answer: the errno; ENOSYS where the caller is known to fall back.
    """

    names: str
    why: str
    answer: int = errno.EPERM


TABLE = (
    _Denied("fork vfork", "start processes: they outlive the submission, multiply, and escape per-process limits"),
    _Denied("clone3", "its flags are behind a pointer, where no filter sees them; libc then uses clone", errno.ENOSYS),
    _Denied("execve execveat uselib", "run other programs"),
    _Denied("socket bind listen accept accept4 connect", "reach a network, a local daemon or another worker"),
    _Denied("ptrace process_vm_readv process_vm_writev kcmp get_robust_list", "read or steer another process"),
    _Denied("pidfd_open pidfd_getfd pidfd_send_signal process_madvise process_mrelease", "likewise, through a handle"),
    _Denied("tkill", "signal any thread by number; tgkill names the process and is filtered by it"),
    _Denied("setsid setpgid", "leave the process group by which the grader kills"),
    _Denied("unshare setns", "make or enter namespaces: new privileges, and a wide kernel surface"),
    _Denied("mount umount umount2 pivot_root chroot open_tree open_tree_attr move_mount fsopen fsconfig fsmount fspick "
           "mount_setattr statmount listmount", "change or survey what is mounted"),
    _Denied("name_to_handle_at open_by_handle_at", "open files by number, past every folder's permissions"),
    _Denied("openat2", "its flags are behind a pointer; libc then uses openat", errno.ENOSYS),
    _Denied("truncate", "empty a file by name: Landlock sees this from kernel 6.2 on only"),
    _Denied("chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes utimensat futimesat setxattr "
           "lsetxattr fsetxattr setxattrat removexattr lremovexattr fremovexattr removexattrat",
           "change the mode, owner, times or attributes of any file of the same user: Landlock does not see these"),
    _Denied("mknod mknodat", "make pipes, sockets and devices that a sweep could block on"),
    _Denied("flock", "pass messages to other workers through locks on files that all may read"),
    _Denied("inotify_init inotify_init1 inotify_add_watch fanotify_init fanotify_mark",
           "watch what others do with their files: Landlock does not see these"),
    _Denied("shmget shmat shmdt shmctl semget semop semtimedop semctl msgget msgsnd msgrcv msgctl",
           "SysV memory, semaphores and queues: shared by all, and left behind"),
    _Denied("mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr", "POSIX queues: likewise"),
    _Denied("keyctl add_key request_key", "keyrings: shared by all workers of a user, and left behind"),
    _Denied("memfd_create memfd_secret", "memory that RLIMIT_DATA does not count"),
    _Denied("io_uring_setup io_uring_enter io_uring_register", "carry out calls past this filter", errno.ENOSYS),
    _Denied("io_setup", "take from a pool that the whole machine shares"),
    _Denied("userfaultfd", "stop the kernel in mid-copy: the tool of many exploits"),
    _Denied("bpf perf_event_open", "load programs into the kernel, watch other processes"),
    _Denied("seccomp", "stack more filters: nothing here needs it"),
    _Denied("setpriority ioprio_set sched_setscheduler sched_setparam sched_setattr sched_setaffinity move_pages "
           "migrate_pages", "change how this or another process is scheduled"),
    _Denied("personality modify_ldt iopl ioperm vm86 vm86old", "switch on legacy behaviour that only exploits use"),
    _Denied("quotactl quotactl_fd acct swapon swapoff reboot kexec_load kexec_file_load init_module finit_module "
           "delete_module sethostname setdomainname settimeofday clock_settime clock_adjtime adjtimex syslog sync "
           "vhangup lookup_dcookie nfsservctl lsm_set_self_attr", "act on the whole machine"),
)  # fmt: skip


@dataclass(frozen=True)
class Clause:
    """A call that is refused for some arguments only.

    Attributes:
        name: the call.
        argument: position of the argument that decides.
        mask: the bits of it that count; 32 of them for an `int`, whose upper half the kernel ignores.
        values: the call is refused when the masked argument is one of these.
        why: what that would allow.
    """

    name: str
    argument: int
    mask: int
    values: tuple[int, ...]
    why: str


_INT = 0xFFFFFFFF
_CLONE_THREAD = 0x10000
_CLONE_NAMESPACES = (0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000)
_O_ACCMODE_O_TRUNC = 0o1003
_LOCKS = (5, 6, 7, 36, 37, 38)
_OWNERS_AND_LEASES = (8, 10, 15, 1024, 1026)
_PRCTL = (1, 4, 22, 35, 36, 0x59616D61)
_TERMINAL = (0x540E, 0x5410, 0x5412, 0x541C, 0x541D, 0x5423)
MAP_KIND, MAP_SHARED_ANONYMOUS, MAP_GROWSDOWN = 0x2F, 0x21, 0x100

CLAUSES = (
    Clause("clone", 0, _CLONE_THREAD, (0,), "start a process; threads (CLONE_THREAD) are allowed"),
    *(Clause("clone", 0, flag, (flag,), "make namespaces") for flag in _CLONE_NAMESPACES),
    Clause("socketpair", 1, 0xF, (2, 3, 4, 5), "datagrams can be sent to any local daemon's socket; streams cannot"),
    Clause("open", 1, _O_ACCMODE_O_TRUNC, (0o1000, 0o1003), "empty a file without opening it to write: see truncate"),
    Clause("openat", 2, _O_ACCMODE_O_TRUNC, (0o1000, 0o1003), "likewise"),
    Clause("fcntl", 1, _INT, _LOCKS, "file locks: see flock"),
    Clause("fcntl", 1, _INT, _OWNERS_AND_LEASES, "signals to other processes, leases and folder watches"),
    Clause("prctl", 0, _INT, _PRCTL, "undo the parent-death signal, non-dumpable, seccomp, the process's own layout"),
    Clause("ioctl", 1, _INT, _TERMINAL, "type into the terminal that started the grader, or take it over"),
)

# Calls that are refused unless their first argument is this value; None stands for the worker's own process number.
ONLY = {
    "kill": None,
    "tgkill": None,
    "rt_sigqueueinfo": None,
    "rt_tgsigqueueinfo": None,
    "prlimit64": 0,  # this process
    "socketpair": 1,  # AF_UNIX
}

# Not put on where a real accelerator is used: its driver needs them.
WITHOUT_DEVICES = (
    Clause("mmap", 3, MAP_KIND, (MAP_SHARED_ANONYMOUS,), "shared anonymous memory, which RLIMIT_DATA does not count"),
    Clause("mmap", 3, MAP_GROWSDOWN, (MAP_GROWSDOWN,), "memory passed off as a stack, not counted either"),
    *(Clause("ioctl", 1, 1 << bit, (1 << bit,), "change a file's flags, devices, interfaces") for bit in range(15, 32)),
)
