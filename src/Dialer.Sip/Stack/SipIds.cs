using System.Security.Cryptography;

namespace Dialer.Sip.Stack;

/// <summary>Unguessable 64-bit names for tags, branches and Call-IDs, drawn in blocks; or seeded, for tests that replay.</summary>
internal sealed class SipIds(Core.Time.SeededRandom? seeded = null)
{
    private readonly byte[] _block = new byte[2048];
    private int _used = 2048;

    public ulong Next()
    {
        if (seeded is not null)
            return seeded.NextUInt64();
        if (_used == _block.Length)
        {
            RandomNumberGenerator.Fill(_block);
            _used = 0;
        }
        ulong id = BitConverter.ToUInt64(_block, _used);
        _used += 8;
        return id;
    }

    /// <summary>Uniform enough in [low, high).</summary>
    public int Between(int low, int high) => low + (int)(Next() % (ulong)(high - low));
}
