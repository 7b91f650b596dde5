using System.Buffers.Binary;
using System.Numerics;

namespace Dialer.Sip.Stack;

/// <summary>SipHash-1-3 (Aumasson and Bernstein 2012) with a 128-bit result, over several parts with their lengths.</summary>
internal struct SipHash(ulong k0, ulong k1)
{
    private ulong _v0 = k0 ^ 0x736f6d6570736575UL;
    private ulong _v1 = k1 ^ 0x646f72616e646f6dUL ^ 0xee;
    private ulong _v2 = k0 ^ 0x6c7967656e657261UL;
    private ulong _v3 = k1 ^ 0x7465646279746573UL;

    public void Add(ReadOnlySpan<byte> part)
    {
        Mix((ulong)part.Length);
        while (part.Length >= 8)
        {
            Mix(BinaryPrimitives.ReadUInt64LittleEndian(part));
            part = part[8..];
        }
        if (part.IsEmpty)
            return;
        ulong last = 0;
        for (int i = part.Length - 1; i >= 0; i--)
            last = (last << 8) | part[i];
        Mix(last);
    }

    public void Add(ulong number) => Mix(number);

    public SipKey Finish()
    {
        _v2 ^= 0xee;
        Round();
        Round();
        Round();
        ulong low = _v0 ^ _v1 ^ _v2 ^ _v3;
        _v1 ^= 0xdd;
        Round();
        Round();
        Round();
        return new SipKey(_v0 ^ _v1 ^ _v2 ^ _v3, low);
    }

    private void Mix(ulong word)
    {
        _v3 ^= word;
        Round();
        _v0 ^= word;
    }

    private void Round()
    {
        _v0 += _v1;
        _v1 = BitOperations.RotateLeft(_v1, 13) ^ _v0;
        _v0 = BitOperations.RotateLeft(_v0, 32);
        _v2 += _v3;
        _v3 = BitOperations.RotateLeft(_v3, 16) ^ _v2;
        _v0 += _v3;
        _v3 = BitOperations.RotateLeft(_v3, 21) ^ _v0;
        _v2 += _v1;
        _v1 = BitOperations.RotateLeft(_v1, 17) ^ _v2;
        _v2 = BitOperations.RotateLeft(_v2, 32);
    }
}
