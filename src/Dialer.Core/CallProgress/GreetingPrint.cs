using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Dialer.Core.CallProgress;

/// <summary>
/// The first second of a greeting as bits: for each 20 ms, how the difference between neighbouring bands has moved,
/// up or down, and whether it moved firmly. 200 bytes, from which no speech can be made again.
/// </summary>
public struct GreetingPrint : IEquatable<GreetingPrint>
{
    public const int Steps = 50;
    public const int Bytes = Steps * sizeof(uint);

    /// <summary>Fewer firm bits than this are a sound without shape, which much else would match.</summary>
    public const int LeastFirm = 180;

    private Words _words;

    /// <summary>One step: the signs in the low half, which of them are firm in the high half.</summary>
    internal uint this[int step]
    {
        readonly get => _words[step];
        set => _words[step] = value;
    }

    /// <summary>Bits that a noise does not easily turn.</summary>
    public readonly int FirmBits
    {
        get
        {
            int sum = 0;
            for (int i = 0; i < Steps; i++)
                sum += BitOperations.PopCount(_words[i] >> 16);
            return sum;
        }
    }

    /// <summary>Into <see cref="Bytes"/> bytes, little endian.</summary>
    public readonly void Write(Span<byte> bytes)
    {
        for (int i = 0; i < Steps; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[(4 * i)..], _words[i]);
    }

    public static GreetingPrint Read(ReadOnlySpan<byte> bytes)
    {
        GreetingPrint print = default;
        for (int i = 0; i < Steps; i++)
            print._words[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * i)..]);
        return print;
    }

    /// <summary>Share of the firm bits of this print that differ in the other, at the same places.</summary>
    public readonly float BitErrors(in GreetingPrint other)
    {
        int wrong = 0, firm = 0;
        for (int i = 0; i < Steps; i++)
        {
            uint mask = _words[i] >> 16;
            firm += BitOperations.PopCount(mask);
            wrong += BitOperations.PopCount((_words[i] ^ other._words[i]) & mask);
        }
        return firm == 0 ? 1f : wrong / (float)firm;
    }

    public readonly bool Equals(GreetingPrint other) => ((ReadOnlySpan<uint>)_words).SequenceEqual(other._words);

    public override readonly bool Equals(object? obj) => obj is GreetingPrint other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(_words[0], _words[Steps / 2], _words[Steps - 1]);

    public static bool operator ==(GreetingPrint left, GreetingPrint right) => left.Equals(right);

    public static bool operator !=(GreetingPrint left, GreetingPrint right) => !left.Equals(right);

    [InlineArray(Steps)]
    private struct Words
    {
        private uint _first;
    }
}
