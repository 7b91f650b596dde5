using System.Runtime.InteropServices;

namespace Dialer.Sip.Media;

/// <summary>The few Linux calls that batch or avoid work. Every argument is blittable, so that a call costs no marshalling.</summary>
internal static unsafe partial class LinuxNative
{
    public const int EpollIn = 1, EpollCtlAdd = 1, EpollCtlDelete = 2, EpollCloseOnExec = 0x80000;
    public const int EventFdNonBlocking = 0x800, EventFdCloseOnExec = 0x80000;
    public const int DontWait = 0x40, Truncate = 0x20;
    public const short PollIn = 1;
    public const int SetTimerSlack = 29;
    public const int ProtectReadWrite = 3, MapShared = 1, MapPopulate = 0x8000;

    /// <summary>struct epoll_event is packed on x86-64 alone.</summary>
    public static readonly int EpollEventBytes = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    public static readonly int EpollDataOffset = EpollEventBytes - 8;

    [LibraryImport("libc")] public static partial int epoll_create1(int flags);
    [LibraryImport("libc")] public static partial int epoll_ctl(int epoll, int operation, int descriptor, byte* epollEvent);
    [LibraryImport("libc")] public static partial int epoll_wait(int epoll, byte* events, int count, int timeoutMs);
    [LibraryImport("libc")] public static partial int eventfd(uint initial, int flags);
    [LibraryImport("libc")] public static partial nint read(int descriptor, void* buffer, nint count);
    [LibraryImport("libc")] public static partial nint write(int descriptor, void* buffer, nint count);
    [LibraryImport("libc")] public static partial int close(int descriptor);
    [LibraryImport("libc")] public static partial int ppoll(PollDescriptor* descriptors, nuint count, TimeSpec* timeout, void* signals);
    [LibraryImport("libc")] public static partial nint recvfrom(int descriptor, void* buffer, nint count, int flags, byte* address, int* addressLength);
    [LibraryImport("libc")] public static partial nint sendto(int descriptor, void* buffer, nint count, int flags, byte* address, int addressLength);
    [LibraryImport("libc")] public static partial int recvmmsg(int descriptor, MessageVector* messages, uint count, int flags, TimeSpec* timeout);
    [LibraryImport("libc")] public static partial int sendmmsg(int descriptor, MessageVector* messages, uint count, int flags);
    [LibraryImport("libc")] public static partial nint syscall(nint number, nint argument1, nint argument2, nint argument3, nint argument4, nint argument5, nint argument6);
    [LibraryImport("libc")] public static partial nint mmap(nint address, nuint length, int protection, int flags, int descriptor, nint offset);
    [LibraryImport("libc")] public static partial int munmap(nint address, nuint length);
    [LibraryImport("libc")] public static partial int prctl(int option, nuint argument, nuint argument3, nuint argument4, nuint argument5);

    [StructLayout(LayoutKind.Sequential)]
    public struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct IoVector
    {
        public void* Base;
        public nuint Length;
    }

    /// <summary>struct msghdr of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MessageHeader
    {
        public void* Name;
        public uint NameLength;
        public IoVector* Vectors;
        public nuint VectorCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>struct mmsghdr of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MessageVector
    {
        public MessageHeader Header;
        public uint Received;
        private readonly int _tail;
    }
}
