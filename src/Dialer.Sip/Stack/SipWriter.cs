using System.Buffers.Text;
using System.Text;

namespace Dialer.Sip.Stack;

/// <summary>Composes one message in a buffer that is reused. Beyond <see cref="SipMessage.MaxLength"/> it only remembers that it overflowed.</summary>
internal sealed class SipWriter
{
    private readonly byte[] _buffer = new byte[SipMessage.MaxLength];

    public int Length { get; private set; }

    public bool Overflowed { get; private set; }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    public SipWriter Start()
    {
        Length = 0;
        Overflowed = false;
        return this;
    }

    public SipWriter Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _buffer.Length - Length)
        {
            Overflowed = true;
            return this;
        }
        bytes.CopyTo(_buffer.AsSpan(Length));
        Length += bytes.Length;
        return this;
    }

    public SipWriter Add(string text)
    {
        if (!Encoding.UTF8.TryGetBytes(text, _buffer.AsSpan(Length), out int written))
            Overflowed = true;
        Length += written;
        return this;
    }

    public SipWriter Add(long number)
    {
        if (!Utf8Formatter.TryFormat(number, _buffer.AsSpan(Length), out int written))
            Overflowed = true;
        Length += written;
        return this;
    }

    public SipWriter AddHex(ulong number)
    {
        if (!Utf8Formatter.TryFormat(number, _buffer.AsSpan(Length), out int written, new System.Buffers.StandardFormat('x', 16)))
            Overflowed = true;
        Length += written;
        return this;
    }

    public SipWriter Line() => Add("\r\n"u8);

    public SipWriter Header(ReadOnlySpan<byte> nameAndColon, ReadOnlySpan<byte> value) => Add(nameAndColon).Add(value).Line();

    /// <summary>A caller's header: CR and LF would let it write headers of its own, so they end it.</summary>
    public SipWriter Header(string name, string value)
    {
        int end = value.AsSpan().IndexOfAny('\r', '\n');
        return Add(name).Add(": "u8).Add(end < 0 ? value : value[..end]).Line();
    }

    public SipWriter Body(ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
            return Add("Content-Length: 0\r\n\r\n"u8);
        return Header("Content-Type: "u8, contentType).Add("Content-Length: "u8).Add(body.Length).Line().Line().Add(body);
    }
}
