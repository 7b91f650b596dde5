namespace Dialer.Sip.Stack;

/// <summary>
/// Cuts a byte stream into messages by Content-Length (RFC 3261 section 18.3). The buffer grows only with what arrives, never
/// with what is promised, and never beyond the limit of a message.
/// </summary>
internal sealed class StreamFramer
{
    private const int FirstSize = 4096;
    private const int LastSize = SipMessage.MaxLength + FirstSize;

    private readonly SipMessage _head = new();
    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private int _scanned;
    private int _needed;
    private bool _lastMessageTaken;

    /// <summary>Bytes of a message that is not whole wait here.</summary>
    public bool HasPart => _end > _start && !_lastMessageTaken;

    public SipRefusal Refusal { get; private set; }

    /// <summary>What was read of a broken message.</summary>
    public SipMessage Head => _head;

    /// <summary>Room for the next bytes; at least one.</summary>
    public Memory<byte> Free()
    {
        if (_end == _buffer.Length)
            MakeRoom();
        return _buffer.AsMemory(_end);
    }

    public void Advance(int count) => _end += count;

    public FrameStep Next(out byte[] message)
    {
        message = [];
        if (_lastMessageTaken)
        {
            Take(_end - _start);
            return FrameStep.NeedMore;
        }
        if (SkipBlankLines())
            return FrameStep.Ping;
        if (_needed == 0 && !TryFindHead(out var step))
            return step;
        if (_end - _start < _needed)
            return FrameStep.NeedMore;
        message = _buffer.AsSpan(_start, _needed).ToArray();
        Take(_needed);
        return FrameStep.Message;
    }

    private bool SkipBlankLines()
    {
        int at = _start;
        while (_needed == 0 && at + 1 < _end && _buffer[at] == '\r' && _buffer[at + 1] == '\n')
            at += 2;
        int skipped = at - _start;
        if (skipped > 0)
            Take(skipped);
        return skipped >= 4;
    }

    private bool TryFindHead(out FrameStep step)
    {
        step = FrameStep.NeedMore;
        int from = Math.Max(_start, _scanned - 3);
        int found = _buffer.AsSpan(from, _end - from).IndexOf("\r\n\r\n"u8);
        ScanSteps.Add(found < 0 ? _end - from : found + 4);
        _scanned = _end;
        if (found < 0)
        {
            if (_end - _start < SipMessage.MaxLength)
                return false;
            Refusal = SipRefusal.MessageTooLong;
            _head.ReadHeadOnly([], 0, out _);
            step = FrameStep.Broken;
            return false;
        }
        int headLength = from + found + 4 - _start;
        Refusal = _head.ReadHeadOnly(_buffer.AsSpan(_start, headLength).ToArray(), headLength, out int contentLength);
        if (Refusal == SipRefusal.ContentLengthMissing)
        {
            // Where it ends cannot be known. It is taken as one without a body, and nothing behind it is read as a message.
            _lastMessageTaken = true;
        }
        else if (Refusal != SipRefusal.None)
        {
            step = FrameStep.Broken;
            return false;
        }
        _needed = headLength + contentLength;
        return true;
    }

    private void Take(int count)
    {
        _start += count;
        _scanned = _start;
        _needed = 0;
        if (_start < _end)
            return;
        _start = _end = _scanned = 0;
        if (_buffer.Length > FirstSize)
            _buffer = [];
    }

    /// <summary>What was taken makes room when it is the greater part, so that a byte is moved once and not for each message; else the buffer grows.</summary>
    private void MakeRoom()
    {
        int kept = _end - _start;
        bool grows = kept >= _start && _buffer.Length < LastSize;
        byte[] target = grows ? new byte[Math.Clamp(_buffer.Length * 2, FirstSize, LastSize)] : _buffer;
        ScanSteps.Add(kept);
        _buffer.AsSpan(_start, kept).CopyTo(target);
        _buffer = target;
        _scanned -= _start;
        _end = kept;
        _start = 0;
    }
}
