using System.Runtime.CompilerServices;

namespace Dialer.Core.CallProgress;

/// <summary>
/// Turns the newest spectra into bits, keeps the last of them, and compares them with prints: the print may begin a few
/// steps before or after the voice does here, since noise moves where a voice is heard to begin.
/// </summary>
internal struct GreetingPrinter
{
    /// <summary>Bits compare a step with the one so many before: near enough to follow sounds, far enough to outlast windows that fall otherwise.</summary>
    private const int Lag = 3;

    private const int Bands = 17;
    private const int Kept = 96;
    private const float FirmOctaves = 1f;
    private const float LeastPower = 1f;

    /// <summary>After the first voice, steps in which a print may end.</summary>
    public const int EarliestEnd = 42, LatestEnd = 75;

    private static readonly int[] Widths = [2, 2, 2, 2, 2, 2, 2, 2, 2, 4, 4, 4, 4, 7, 7, 7, 9];

    private Ring _ring;
    private History _history;
    private int _step;

    public void Reset() => this = default;

    /// <summary>One step of 20 ms; no spectrum: silence.</summary>
    public void Add(ReadOnlySpan<float> powers, bool loud)
    {
        var row = ((Span<float>)_history).Slice(_step % (Lag + 1) * (Bands - 1), Bands - 1);
        var before = ((ReadOnlySpan<float>)_history).Slice((_step + 1) % (Lag + 1) * (Bands - 1), Bands - 1);
        uint bits = 0;
        if (powers.IsEmpty)
            row.Clear();
        else
            bits = Compare(powers, row, before, loud);
        _ring[_step % Kept] = bits;
        _step++;
    }

    /// <summary>The print that began at that step, once it is whole.</summary>
    public readonly bool TryTake(int firstStep, out GreetingPrint print)
    {
        print = default;
        if (firstStep < 0 || firstStep + GreetingPrint.Steps > _step || _step - firstStep > Kept)
            return false;
        for (int i = 0; i < GreetingPrint.Steps; i++)
            print[i] = _ring[(firstStep + i) % Kept];
        return true;
    }

    /// <summary>The newest second of sound beside a print.</summary>
    public readonly float BitErrors(in GreetingPrint print)
    {
        if (_step < GreetingPrint.Steps)
            return 1f;
        TryTake(_step - GreetingPrint.Steps, out var newest);
        return print.BitErrors(newest);
    }

    private static uint Compare(ReadOnlySpan<float> powers, Span<float> row, ReadOnlySpan<float> before, bool loud)
    {
        uint bits = 0;
        float left = 0;
        int at = 0;
        for (int b = 0; b < Bands; b++)
        {
            float sum = LeastPower;
            for (int end = at + Widths[b]; at < end; at++)
                sum += powers[at];
            float octaves = MathF.Log2(sum / Widths[b]);
            if (b > 0)
            {
                row[b - 1] = left - octaves;
                float moved = row[b - 1] - before[b - 1];
                if (moved > 0)
                    bits |= 1u << (b - 1);
                if (loud && MathF.Abs(moved) > FirmOctaves)
                    bits |= 1u << (b + 15);
            }
            left = octaves;
        }
        return bits;
    }

    [InlineArray(Kept)]
    private struct Ring
    {
        private uint _first;
    }

    [InlineArray((Lag + 1) * (Bands - 1))]
    private struct History
    {
        private float _first;
    }
}
