namespace Dialer.Core.Routing.Foresight;

/// <summary>
/// A square system with several right sides, solved by elimination with pivots, some rows at a time, so that whoever
/// waits for a decision never waits for it whole. What it is made of is kept: the next lesson adds to it.
/// </summary>
internal sealed class LinearSystem(int size, int sides)
{
    /// <summary>Keeps what was never seen finite.</summary>
    private const double Ridge = 0.5;

    private readonly double[] _a = new double[size * size];
    private readonly double[] _b = new double[size * sides];
    private double[] _work = [];
    private double[] _right = [];
    private int _row;

    public int Size => size;

    public void Add(int row, int column, double value) => _a[(row * size) + column] += value;

    public void AddRight(int row, int side, double value) => _b[(row * sides) + side] += value;

    /// <summary>What was learned under an older policy counts less.</summary>
    public void Fade(double keep)
    {
        for (int i = 0; i < _a.Length; i++)
            _a[i] *= keep;
        for (int i = 0; i < _b.Length; i++)
            _b[i] *= keep;
    }

    /// <param name="smooth">
    /// Features that stand in a row (positions), and how firmly they should lie on a line: what was hardly seen then goes on as
    /// what was seen often leads to it. Left at 0, a queue longer than any that was rehearsed would look like an empty one.
    /// </param>
    public void Begin(IReadOnlyList<FeatureRow> smooth, double firmness)
    {
        if (_work.Length == 0)
            (_work, _right) = (new double[_a.Length], new double[_b.Length]);
        _a.CopyTo(_work, 0);
        _b.CopyTo(_right, 0);
        for (int i = 0; i < size; i++)
            _work[(i * size) + i] += Ridge;
        foreach (var row in smooth)
            for (int i = 1; i + 1 < row.Positions.Length; i++)
                Smooth(row, i, firmness);
        _row = 0;
    }

    /// <summary>The slope before and the slope after are one.</summary>
    private void Smooth(in FeatureRow row, int middle, double firmness)
    {
        double before = 1 / (row.Positions[middle] - row.Positions[middle - 1]);
        double after = 1 / (row.Positions[middle + 1] - row.Positions[middle]);
        ReadOnlySpan<double> bend = [before, -before - after, after];
        double scale = firmness / ((before * before) + (after * after));
        for (int one = 0; one < 3; one++)
            for (int other = 0; other < 3; other++)
                _work[((row.First + middle - 1 + one) * size) + row.First + middle - 1 + other] += scale * bend[one] * bend[other];
    }

    /// <summary>Eliminates one column; false: there is none left, and <see cref="Solution"/> may be asked.</summary>
    public bool Eliminate()
    {
        if (_row == size)
            return false;
        int pivot = _row;
        for (int row = _row + 1; row < size; row++)
            if (Math.Abs(_work[(row * size) + _row]) > Math.Abs(_work[(pivot * size) + _row]))
                pivot = row;
        if (pivot != _row)
            Swap(pivot, _row);
        double divisor = _work[(_row * size) + _row];
        var top = _work.AsSpan((_row * size) + _row, size - _row);
        var topRight = _right.AsSpan(_row * sides, sides);
        for (int row = _row + 1; row < size; row++)
        {
            double factor = _work[(row * size) + _row] / divisor;
            if (factor == 0)
                continue;
            Subtract(_work.AsSpan((row * size) + _row, size - _row), top, factor);
            Subtract(_right.AsSpan(row * sides, sides), topRight, factor);
        }
        _row++;
        return true;
    }

    /// <summary>One right side's solution.</summary>
    public void Solution(int side, Span<double> x)
    {
        for (int row = size - 1; row >= 0; row--)
        {
            double sum = _right[(row * sides) + side];
            var line = _work.AsSpan(row * size, size);
            for (int column = row + 1; column < size; column++)
                sum -= line[column] * x[column];
            x[row] = sum / line[row];
        }
    }

    private static void Subtract(Span<double> from, ReadOnlySpan<double> what, double factor)
    {
        for (int i = 0; i < from.Length; i++)
            from[i] -= factor * what[i];
    }

    private void Swap(int one, int other)
    {
        for (int column = 0; column < size; column++)
            (_work[(one * size) + column], _work[(other * size) + column]) = (_work[(other * size) + column], _work[(one * size) + column]);
        for (int side = 0; side < sides; side++)
            (_right[(one * sides) + side], _right[(other * sides) + side]) = (_right[(other * sides) + side], _right[(one * sides) + side]);
    }
}
