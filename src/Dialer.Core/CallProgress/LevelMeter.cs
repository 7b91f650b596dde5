namespace Dialer.Core.CallProgress;

/// <summary>
/// Level of each 10 ms block above 150 Hz (mains hum and DC are no voice), in dBov, and its smoothed envelope.
/// A block that is missing or exactly constant (lost packets that something upstream filled with zeros) keeps the
/// last level for a while, so that a hole in a word is neither a pause nor a noise floor.
/// </summary>
internal struct LevelMeter
{
    public const int BlockSamples = 80;
    public const float SilenceDb = -96f;

    // Butterworth high-pass of second order, 150 Hz at 8 kHz.
    private const float B0 = 0.920027f;
    private const float A1 = -1.833526f;
    private const float A2 = 0.846580f;

    private float _x1, _x2, _y1, _y2;
    private float _heldDb;
    private int _heldMs;
    private bool _started;

    /// <summary>Level of the block, dBov; held or assumed where the block is no audio.</summary>
    public float LevelDb { get; private set; }

    /// <summary>0.4 of this block, 0.6 of the past.</summary>
    public float EnvelopeDb { get; private set; }

    /// <summary>The block is real sound: it may teach the floor.</summary>
    public bool Real { get; private set; }

    /// <summary>The level is held over a hole.</summary>
    public bool Held { get; private set; }

    public void Add(ReadOnlySpan<float> block, BlockKind kind, float floorDb, int holdMs, Span<float> filtered)
    {
        bool constant = kind == BlockKind.Audio && IsConstant(block);
        float db = SilenceDb;
        if (kind == BlockKind.Audio)
            db = Filter(block, filtered);
        else
            filtered.Clear();
        Real = kind == BlockKind.Audio && !constant && db > -84f;
        Held = false;
        if (Real)
        {
            _heldDb = db;
            _heldMs = 0;
        }
        else if (_started && kind != BlockKind.ComfortNoise && _heldMs < holdMs)
        {
            _heldMs += 10;
            Held = true;
            db = _heldDb;
        }
        else
        {
            db = MathF.Min(floorDb, -50f);
        }
        LevelDb = db;
        EnvelopeDb = _started ? 0.4f * db + 0.6f * EnvelopeDb : db;
        _started |= Real;
    }

    private static bool IsConstant(ReadOnlySpan<float> block)
    {
        float first = block[0];
        return block.IndexOfAnyExcept(first) < 0;
    }

    private float Filter(ReadOnlySpan<float> block, Span<float> filtered)
    {
        float x1 = _x1, x2 = _x2, y1 = _y1, y2 = _y2, sum = 0;
        for (int i = 0; i < block.Length; i++)
        {
            float x = block[i];
            float y = B0 * (x - x1 - x1 + x2) - A2 * y2 - A1 * y1;
            x2 = x1;
            x1 = x;
            y2 = y1;
            y1 = y;
            filtered[i] = y;
            sum += y * y;
        }
        (_x1, _x2, _y1, _y2) = (x1, x2, y1, y2);
        float power = sum / (block.Length * 32768f * 32768f);
        return power < 2.6e-10f ? SilenceDb : 10f * MathF.Log10(power);
    }
}
