using System.Buffers.Binary;
using System.Text;
using Dialer.Core.Time;

namespace Dialer.Core.Engine.Log;

/// <summary>Reads what <see cref="LogBytes"/> wrote. Throws <see cref="EngineLogException"/> where the bytes end or make no sense.</summary>
internal ref struct LogText(ReadOnlySpan<byte> bytes, Func<string, TimeZoneInfo> zones)
{
    /// <summary>A count beyond what its bytes could hold is refused before anything is allocated for it.</summary>
    private ReadOnlySpan<byte> _bytes = bytes;

    public readonly bool IsAtEnd => _bytes.IsEmpty;

    public byte Byte() => Take(1)[0];

    public bool Flag() => Byte() switch
    {
        0 => false,
        1 => true,
        _ => throw new EngineLogException("a flag is neither 0 nor 1"),
    };

    public ulong Unsigned()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
        throw new EngineLogException("a number is too long");
    }

    public long Signed()
    {
        ulong value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public int Int()
    {
        long value = Signed();
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw new EngineLogException("a number is too large");
    }

    /// <summary>Every element takes a byte at least.</summary>
    public int Count()
    {
        ulong count = Unsigned();
        return count <= (ulong)_bytes.Length ? (int)count : throw new EngineLogException("more elements than bytes");
    }

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    public float Single() => BinaryPrimitives.ReadSingleLittleEndian(Take(4));

    public Instant Moment() => new(Signed());

    public TimeSpan Span() => new(Signed());

    public string? TextOrNull()
    {
        ulong length = Unsigned();
        if (length == 0)
            return null;
        if (length - 1 > (ulong)_bytes.Length)
            throw new EngineLogException("a text is longer than its record");
        return Encoding.UTF8.GetString(Take((int)(length - 1)));
    }

    public ReadOnlySpan<byte> Block() => Take(Count());

    public string Text() => TextOrNull() ?? throw new EngineLogException("a text is missing");

    public TimeZoneInfo? ZoneOrNull() => TextOrNull() is { } id ? zones(id) : null;

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length)
            throw new EngineLogException("a record is shorter than its fields");
        var taken = _bytes[..count];
        _bytes = _bytes[count..];
        return taken;
    }
}
