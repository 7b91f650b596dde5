namespace Dialer.Sip.Media;

/// <summary>
/// Hears keys as tones in 8 kHz audio (ITU-T Q.23, Q.24), where the far end has no telephone-events: tones of 60 ms and more, up to 1.2 %
/// beside their frequency and 8 dB apart. A voice is kept from passing for a key by the share of the sound that must lie in the two tones,
/// by their distance from their neighbours and from their own harmonics, and by how long they must stand. Not thread-safe; allocates nothing.
/// </summary>
public sealed class DtmfDetector
{
    private const int Block = 102;
    private const int Hop = Block / 2;

    /// <summary>Hops that agree: 102 + 6 x 51 samples are 51 ms. A finger stays on a key for 80 ms and more.</summary>
    private const int HopsToBelieve = 7;

    /// <summary>Hops without the tones that end a key, 19 ms: the shortest pause of Q.24 is 40 ms.</summary>
    private const int HopsToEnd = 3;

    /// <summary>Mean square of each tone: -36 dBov. Q.24 asks for -29 dBm0 at most, which is about -32 dBov.</summary>
    private const double LeastPower = 32768.0 * 32768.0 * 2.5e-4;

    /// <summary>8 dB between the two tones, and to the next tone of the same group.</summary>
    private const double MostTwist = 6.3, LeastDistance = 6.3;

    /// <summary>Of the whole sound, in the two tones: a tone 1.2 % beside its frequency still has 0.85 in its bin.</summary>
    private const double LeastShare = 0.8;

    /// <summary>A voice has harmonics, a key has none: the upper tone over its own second harmonic, 10 dB. Twice the lower may be the upper's place.</summary>
    private const double LeastOverHarmonic = 10;

    private const string Keys = "123A456B789C*0#D";

    private static readonly double[] Coefficients =
        [.. new double[] { 697, 770, 852, 941, 1209, 1336, 1477, 1633 }.Select(hz => 2 * Math.Cos(2 * Math.PI * hz / 8000))];

    private static readonly double[] HarmonicCoefficients =
        [.. new double[] { 1209, 1336, 1477, 1633 }.Select(hz => 2 * Math.Cos(2 * Math.PI * 2 * hz / 8000))];

    private readonly short[] _block = new short[Block];
    private int _filled;
    private int _candidate = -1, _hits;
    private int _down = -1, _misses;

    /// <summary>Takes audio in order; the key that has just been recognised, else NUL. A key that is held counts once.</summary>
    public char Push(ReadOnlySpan<short> samples)
    {
        char pressed = '\0';
        while (samples.Length > 0)
        {
            int count = Math.Min(samples.Length, Block - _filled);
            samples[..count].CopyTo(_block.AsSpan(_filled));
            samples = samples[count..];
            _filled += count;
            if (_filled < Block)
                break;
            char key = Judge(Recognise());
            pressed = key == '\0' ? pressed : key;
            _block.AsSpan(Hop).CopyTo(_block);
            _filled = Block - Hop;
        }
        return pressed;
    }

    /// <summary>The stream was interrupted: what stood half is no key.</summary>
    public void Reset()
    {
        _filled = 0;
        _candidate = _down = -1;
        _hits = _misses = 0;
    }

    private char Judge(int key)
    {
        if (_down >= 0)
        {
            _misses = key == _down ? 0 : _misses + 1;
            if (_misses < HopsToEnd)
                return '\0';
            _down = -1;
            _hits = 0;
        }
        _hits = key >= 0 && key == _candidate ? _hits + 1 : key >= 0 ? 1 : 0;
        _candidate = key;
        if (_hits < HopsToBelieve)
            return '\0';
        _down = key;
        _misses = 0;
        return Keys[key];
    }

    /// <summary>Which key's tones the block holds; -1: none's.</summary>
    private int Recognise()
    {
        double energy = 0;
        foreach (short sample in _block)
            energy += (double)sample * sample;
        energy /= Block;
        if (energy < 2 * LeastPower)
            return -1;
        int row = Strongest(0, out double low), column = Strongest(4, out double high);
        bool isKey = row >= 0 && column >= 0 && low >= LeastPower && high >= LeastPower
            && low <= high * MostTwist && high <= low * MostTwist
            && low + high >= LeastShare * energy
            && IsBare(column, high);
        return isKey ? (row * 4) + column : -1;
    }

    /// <summary>The strongest tone of a group of four; -1 where another is not far enough below.</summary>
    private int Strongest(int first, out double power)
    {
        int best = -1;
        double next = 0;
        power = 0;
        for (int i = 0; i < 4; i++)
        {
            double found = Power(Coefficients[first + i]);
            if (found > power)
                (best, next, power) = (i, power, found);
            else
                next = Math.Max(next, found);
        }
        return power > next * LeastDistance ? best : -1;
    }

    private bool IsBare(int column, double power) => Power(HarmonicCoefficients[column]) * LeastOverHarmonic < power;

    // Goertzel: the mean square of that frequency in the block.
    private double Power(double coefficient)
    {
        double previous = 0, before = 0;
        foreach (short sample in _block)
            (previous, before) = (sample + (coefficient * previous) - before, previous);
        double power = (previous * previous) + (before * before) - (coefficient * previous * before);
        return 2 * power / ((double)Block * Block);
    }
}
