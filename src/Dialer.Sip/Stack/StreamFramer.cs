namespace Dialer.Sip.Stack;

internal enum FrameStep : byte
{
    /// <summary>The bytes so far are no whole message.</summary>
    NeedMore,

    /// <summary>A whole message was cut off.</summary>
    Message,

    /// <summary>The far end asks whether we are there (two CR LF, RFC 5626 section 4.4.1).</summary>
    Ping,

    /// <summary>Where the next message begins cannot be told any more: answer what can be answered, then close.</summary>
    Broken,
}

/// <summary>
/// Cuts a byte stream into messages by Content-Length (RFC 3261 section 18.3). The buffer grows only with what arrives, never
/// with what is promised, and never beyond the limit of a message.
/// </summary>
internal sealed class StreamFramer
{
    private const int FirstSize = 4096;

    private readonly SipMessage _head = new();
    private byte[] _buffer = new byte[FirstSize];
    private int _length;
    private int _scanned;
    private int _needed;
    private bool _lastMessageTaken;

    /// <summary>Bytes of a message that is not whole wait here.</summary>
    public bool HasPart => _length > 0 && !_lastMessageTaken;

    public SipRefusal Refusal { get; private set; }

    /// <summary>What was read of a broken message.</summary>
    public SipMessage Head => _head;

    /// <summary>Room for the next bytes; at least one.</summary>
    public Memory<byte> Free()
    {
        if (_length == _buffer.Length) Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, SipMessage.MaxLength + FirstSize));
        return _buffer.AsMemory(_length);
    }

    public void Advance(int count) => _length += count;

    public FrameStep Next(out byte[] message)
    {
        message = [];
        if (_lastMessageTaken)
        {
            _length = 0;
            return FrameStep.NeedMore;
        }
        if (SkipBlankLines()) return FrameStep.Ping;
        if (_needed == 0 && !TryFindHead(out FrameStep step)) return step;
        if (_length < _needed) return FrameStep.NeedMore;
        message = _buffer.AsSpan(0, _needed).ToArray();
        Drop(_needed);
        return FrameStep.Message;
    }

    private bool SkipBlankLines()
    {
        int at = 0;
        while (_needed == 0 && at + 1 < _length && _buffer[at] == '\r' && _buffer[at + 1] == '\n') at += 2;
        if (at > 0) Drop(at);
        return at >= 4;
    }

    private bool TryFindHead(out FrameStep step)
    {
        step = FrameStep.NeedMore;
        int from = Math.Max(0, _scanned - 3);
        int found = _buffer.AsSpan(from, _length - from).IndexOf("\r\n\r\n"u8);
        _scanned = _length;
        if (found < 0)
        {
            if (_length < SipMessage.MaxLength) return false;
            Refusal = SipRefusal.MessageTooLong;
            _head.ReadHeadOnly([], 0, out _);
            step = FrameStep.Broken;
            return false;
        }
        int headLength = from + found + 4;
        Refusal = _head.ReadHeadOnly(_buffer, headLength, out int contentLength);
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

    private void Drop(int count)
    {
        _buffer.AsSpan(count, _length - count).CopyTo(_buffer);
        _length -= count;
        _scanned = 0;
        _needed = 0;
        if (_length == 0 && _buffer.Length > FirstSize) _buffer = new byte[FirstSize];
    }
}
