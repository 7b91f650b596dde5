using System.Runtime.InteropServices;

namespace Dialer.Sip.Media;

/// <summary>
/// A submission and a completion queue shared with the kernel (io_uring), used by one thread: one system call hands over any number of
/// requests, and fetches what has completed. Linux 6.1 or later.
/// </summary>
internal sealed unsafe class IoRing : IDisposable
{
    public const byte OpReceiveMessage = 10, OpCancel = 14, OpSend = 26;
    public const byte SelectBuffer = 1 << 5, SkipSuccess = 1 << 6;
    public const ushort Multishot = 1 << 1;
    public const uint HasBuffer = 1, HasMore = 2;

    private const int SetupCall = 425, EnterCall = 426, RegisterCall = 427;
    private const uint CompletionSize = 1 << 3, Disabled = 1 << 6, SingleIssuer = 1 << 12, DeferTaskRun = 1 << 13;
    private const uint SingleMap = 1, GetEvents = 1;
    private const int EnableRings = 12, RegisterBufferRing = 22;
    private const long EntriesOffset = 0x1000_0000;
    private const int EntryBytes = 64, CompletionBytes = 16, BufferEntryBytes = 16, PageBytes = 4096;

    private readonly int _descriptor;
    private readonly byte* _ring;
    private readonly nuint _ringBytes, _entriesBytes;
    private readonly byte* _entries;
    private readonly uint* _submitTail, _completeHead, _completeTail;
    private readonly uint _submitMask, _completeMask;
    private readonly byte* _completions;
    private byte* _buffers;
    private uint _bufferMask;
    private ushort _bufferTail;
    private uint _tail;
    private uint _pending;
    private bool _enabled;

    private IoRing(int descriptor, in Parameters parameters)
    {
        _descriptor = descriptor;
        Capacity = (int)parameters.SubmissionEntries;
        _ringBytes = Math.Max(parameters.Submission.Array + (parameters.SubmissionEntries * 4), parameters.Completion.Entries + (parameters.CompletionEntries * CompletionBytes));
        _entriesBytes = parameters.SubmissionEntries * EntryBytes;
        _ring = Map(_ringBytes, 0);
        _entries = Map(_entriesBytes, EntriesOffset);
        _submitTail = (uint*)(_ring + parameters.Submission.Tail);
        _submitMask = *(uint*)(_ring + parameters.Submission.Mask);
        _completeHead = (uint*)(_ring + parameters.Completion.Head);
        _completeTail = (uint*)(_ring + parameters.Completion.Tail);
        _completeMask = *(uint*)(_ring + parameters.Completion.Mask);
        _completions = _ring + parameters.Completion.Entries;
        _tail = *_submitTail;

        // Slot i of the queue is entry i, always.
        uint* array = (uint*)(_ring + parameters.Submission.Array);
        for (uint i = 0; i < parameters.SubmissionEntries; i++)
            array[i] = i;
    }

    /// <summary>Requests that can wait for one <see cref="Enter"/>.</summary>
    public int Capacity { get; }

    public int Pending => (int)_pending;

    /// <summary>Null where the kernel has no such queues, or does not let us have one. Any thread may create it; the first that enters it owns it.</summary>
    public static IoRing? TryCreate(uint entries, uint completions)
    {
        var parameters = new Parameters { Flags = CompletionSize | Disabled | SingleIssuer | DeferTaskRun, CompletionEntries = completions };
        int descriptor = (int)LinuxNative.syscall(SetupCall, (nint)entries, (nint)(&parameters), 0, 0, 0, 0);
        if (descriptor < 0)
            return null;
        if ((parameters.Features & SingleMap) != 0)
            return new IoRing(descriptor, parameters);
        _ = LinuxNative.close(descriptor);
        return null;
    }

    private byte* Map(nuint bytes, long offset)
    {
        nint address = LinuxNative.mmap(0, bytes, LinuxNative.ProtectReadWrite, LinuxNative.MapShared | LinuxNative.MapPopulate, _descriptor, (nint)offset);
        return address != -1 ? (byte*)address : throw new InvalidOperationException("The system maps no request queue.");
    }

    /// <summary>Buffers that the kernel takes for what it receives, a power of two of them, as group 0. False: not possible here.</summary>
    public bool ProvideBuffers(byte* first, int count, int bytesEach)
    {
        _buffers = (byte*)NativeMemory.AlignedAlloc((nuint)(count * BufferEntryBytes), PageBytes);
        NativeMemory.Clear(_buffers, (nuint)(count * BufferEntryBytes));
        _bufferMask = (uint)count - 1;
        var registration = new BufferRing { Address = (ulong)_buffers, Entries = (uint)count };
        if (LinuxNative.syscall(RegisterCall, _descriptor, RegisterBufferRing, (nint)(&registration), 1, 0, 0) < 0)
            return false;
        for (int i = 0; i < count; i++)
            GiveBack((ushort)i, first + (i * bytesEach), bytesEach);
        return true;
    }

    /// <summary>The kernel may fill the buffer again.</summary>
    public void GiveBack(ushort buffer, byte* address, int bytes)
    {
        byte* entry = _buffers + ((_bufferTail & _bufferMask) * BufferEntryBytes);
        *(ulong*)entry = (ulong)address;
        *(uint*)(entry + 8) = (uint)bytes;
        *(ushort*)(entry + 12) = buffer;

        // The tail lies in what would be the reserved field of the first entry.
        Volatile.Write(ref *(ushort*)(_buffers + 14), ++_bufferTail);
    }

    /// <summary>The next request, cleared; null: <see cref="Enter"/> first.</summary>
    public Request* Next()
    {
        if (_pending == Capacity)
            return null;
        var request = (Request*)(_entries + ((_tail & _submitMask) * EntryBytes));
        *request = default;
        _tail++;
        _pending++;
        return request;
    }

    /// <summary>Where a request lies in the queue, 0 to <see cref="Capacity"/> - 1: no two that wait share a place.</summary>
    public int PlaceOf(Request* request) => (int)(request - (Request*)_entries);

    /// <summary>Hands over what waits; with <paramref name="fetch"/>, lets the kernel finish what it can. One system call.</summary>
    public void Enter(bool fetch)
    {
        if (!_enabled)
        {
            _enabled = true;
            if (LinuxNative.syscall(RegisterCall, _descriptor, EnableRings, 0, 0, 0, 0) < 0)
                throw new InvalidOperationException("The system enables no request queue.");
        }
        Volatile.Write(ref *_submitTail, _tail);
        nint taken = LinuxNative.syscall(EnterCall, _descriptor, (nint)_pending, 0, (nint)(fetch ? GetEvents : 0), 0, 0);
        if (taken > 0)
            _pending -= (uint)Math.Min(taken, _pending);
    }

    /// <summary>The oldest completion that was not taken yet.</summary>
    public bool TryTake(out Completion completion)
    {
        uint head = *_completeHead;
        if (head == Volatile.Read(ref *_completeTail))
        {
            completion = default;
            return false;
        }
        completion = *(Completion*)(_completions + ((head & _completeMask) * CompletionBytes));
        Volatile.Write(ref *_completeHead, head + 1);
        return true;
    }

    public void Dispose()
    {
        _ = LinuxNative.close(_descriptor);
        _ = LinuxNative.munmap((nint)_ring, _ringBytes);
        _ = LinuxNative.munmap((nint)_entries, _entriesBytes);
        NativeMemory.AlignedFree(_buffers);
    }

    /// <summary>struct io_uring_sqe: the fields that are used here.</summary>
    [StructLayout(LayoutKind.Explicit, Size = EntryBytes)]
    public struct Request
    {
        [FieldOffset(0)] public byte Operation;
        [FieldOffset(1)] public byte Flags;
        [FieldOffset(2)] public ushort Priority;
        [FieldOffset(4)] public int Descriptor;

        /// <summary>Of a send: where to.</summary>
        [FieldOffset(8)] public void* Destination;
        [FieldOffset(16)] public ulong Address;
        [FieldOffset(24)] public uint Length;
        [FieldOffset(28)] public uint MessageFlags;
        [FieldOffset(32)] public ulong Tag;
        [FieldOffset(44)] public ushort DestinationBytes;
    }

    /// <summary>struct io_uring_cqe.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly struct Completion
    {
        public readonly ulong Tag;
        public readonly int Result;
        public readonly uint Flags;

        public ushort Buffer => (ushort)(Flags >> 16);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Parameters
    {
        public uint SubmissionEntries, CompletionEntries, Flags, ThreadCpu, ThreadIdle, Features, WorkQueue;
        private readonly uint _reserved1, _reserved2, _reserved3;
        public SubmissionOffsets Submission;
        public CompletionOffsets Completion;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct SubmissionOffsets
    {
        public uint Head, Tail, Mask, Entries, Flags, Dropped, Array, Reserved;
        public ulong UserAddress;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct CompletionOffsets
    {
        public uint Head, Tail, Mask, RingEntries, Overflow, Entries, Flags, Reserved;
        public ulong UserAddress;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct BufferRing
    {
        public ulong Address;
        public uint Entries;
        public ushort Group, Flags;
        private readonly ulong _reserved1, _reserved2, _reserved3;
    }
}
