using System.Buffers.Binary;
using System.Numerics;

namespace Dialer.Sip.Stack;

/// <summary>SHA-512/256 (FIPS 180-4 section 6.7), which RFC 8760 names for digest authentication and .NET does not have.</summary>
internal static class Sha512T256
{
    public const int HashSize = 32;

    private static readonly ulong[] RoundConstants = ComputeRoundConstants();

    public static byte[] HashData(ReadOnlySpan<byte> data)
    {
        Span<ulong> state =
        [
            0x22312194FC2BF72C, 0x9F555FA3C84C64C2, 0x2393B86B6F53B151, 0x963877195940EABD,
            0x96283EE2A88EFFE3, 0xBE5E1E2553863992, 0x2B0199FC2C85B8AA, 0x0EB72DDC81C52CA2,
        ];
        return Finish(state, data);
    }

    private static byte[] Finish(Span<ulong> state, ReadOnlySpan<byte> data)
    {
        int whole = data.Length / 128 * 128;
        for (int at = 0; at < whole; at += 128)
            Compress(state, data.Slice(at, 128));
        Span<byte> tail = stackalloc byte[256];
        tail.Clear();
        var rest = data[whole..];
        rest.CopyTo(tail);
        tail[rest.Length] = 0x80;
        int length = rest.Length < 112 ? 128 : 256;
        BinaryPrimitives.WriteUInt64BigEndian(tail[(length - 8)..], (ulong)data.Length * 8);
        for (int at = 0; at < length; at += 128)
            Compress(state, tail.Slice(at, 128));
        byte[] hash = new byte[HashSize];
        for (int i = 0; i < 4; i++)
            BinaryPrimitives.WriteUInt64BigEndian(hash.AsSpan(i * 8), state[i]);
        return hash;
    }

    private static void Compress(Span<ulong> state, ReadOnlySpan<byte> block)
    {
        Span<ulong> w = stackalloc ulong[80];
        for (int t = 0; t < 16; t++)
            w[t] = BinaryPrimitives.ReadUInt64BigEndian(block[(t * 8)..]);
        for (int t = 16; t < 80; t++)
        {
            ulong s0 = BitOperations.RotateRight(w[t - 15], 1) ^ BitOperations.RotateRight(w[t - 15], 8) ^ (w[t - 15] >> 7);
            ulong s1 = BitOperations.RotateRight(w[t - 2], 19) ^ BitOperations.RotateRight(w[t - 2], 61) ^ (w[t - 2] >> 6);
            w[t] = w[t - 16] + s0 + w[t - 7] + s1;
        }
        (ulong a, ulong b, ulong c, ulong d) = (state[0], state[1], state[2], state[3]);
        (ulong e, ulong f, ulong g, ulong h) = (state[4], state[5], state[6], state[7]);
        for (int t = 0; t < 80; t++)
        {
            ulong big1 = BitOperations.RotateRight(e, 14) ^ BitOperations.RotateRight(e, 18) ^ BitOperations.RotateRight(e, 41);
            ulong t1 = h + big1 + ((e & f) ^ (~e & g)) + RoundConstants[t] + w[t];
            ulong big0 = BitOperations.RotateRight(a, 28) ^ BitOperations.RotateRight(a, 34) ^ BitOperations.RotateRight(a, 39);
            ulong t2 = big0 + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e, d, c, b, a) = (g, f, e, d + t1, c, b, a, t1 + t2);
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    /// <summary>The first 64 bits of the fractional parts of the cube roots of the first 80 primes (FIPS 180-4 section 4.2.3).</summary>
    private static ulong[] ComputeRoundConstants()
    {
        ulong[] constants = new ulong[80];
        int found = 0;
        for (int candidate = 2; found < constants.Length; candidate++)
        {
            if (IsPrime(candidate))
                constants[found++] = (ulong)(CubeRoot((BigInteger)candidate << 192) & ulong.MaxValue);
        }
        return constants;
    }

    private static bool IsPrime(int number)
    {
        for (int divisor = 2; divisor * divisor <= number; divisor++)
        {
            if (number % divisor == 0)
                return false;
        }
        return true;
    }

    private static BigInteger CubeRoot(BigInteger number)
    {
        var low = BigInteger.Zero;
        var high = BigInteger.One << 80;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (middle * middle * middle <= number)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }
}
