namespace Dialer.Core.Pacing;

/// <summary>
/// How many agents stayed in each quarter of an hour of the campaign's day, as the last days had it: what is left of
/// today is not counted on beyond that.
/// </summary>
internal sealed class StaffingMemory
{
    private const int Quarters = 96;
    private static readonly long QuarterTicks = TimeSpan.FromMinutes(15).Ticks;

    private readonly double[] _least = new double[Quarters];
    private readonly bool[] _isSeen = new bool[Quarters];
    private long _quarter = long.MinValue;
    private int _leastNow;

    /// <param name="local">Ticks of the campaign's own clock.</param>
    public void Note(long local, int staying)
    {
        long quarter = local / QuarterTicks;
        if (quarter == _quarter)
        {
            _leastNow = Math.Min(_leastNow, staying);
            return;
        }
        if (_quarter != long.MinValue)
            Keep(quarter);
        (_quarter, _leastNow) = (quarter, staying);
    }

    /// <summary>What the agents who may be counted on from now on will do.</summary>
    /// <param name="perSecond">What one agent does in a second, by hour of the day, 24 of them.</param>
    /// <param name="unseenShare">Of those present, who are counted in a quarter that no day has shown yet: who has come may leave without a word.</param>
    public double Done(ReadOnlySpan<double> perSecond, long local, double secondsLeft, int staying, double unseenShare)
    {
        double sum = 0;
        long at = local;
        long end = local + (long)(Math.Min(secondsLeft, 86_400) * TimeSpan.TicksPerSecond);
        while (at < end)
        {
            long next = Math.Min(end, ((at / QuarterTicks) + 1) * QuarterTicks);
            int quarter = (int)(at / QuarterTicks % Quarters);
            double agents = at / QuarterTicks == _quarter ? staying : _isSeen[quarter] ? Math.Min(staying, _least[quarter]) : staying * unseenShare;
            sum += agents * perSecond[quarter / (Quarters / HourlyAnswers.Hours)] * (next - at) / TimeSpan.TicksPerSecond;
            at = next;
        }
        return sum;
    }

    /// <summary>The quarter that is over, and those of its day in which nothing was asked: nobody was there to dial for.</summary>
    private void Keep(long next)
    {
        Keep((int)(_quarter % Quarters), _leastNow);
        long midnight = ((_quarter / Quarters) + 1) * Quarters;
        for (long gone = _quarter + 1; gone < Math.Min(next, midnight); gone++)
            Keep((int)(gone % Quarters), 0);
    }

    // Fewer at once, more only by and by.
    private void Keep(int quarter, int staying)
    {
        _least[quarter] = !_isSeen[quarter] || staying < _least[quarter] ? staying : 0.5 * (_least[quarter] + staying);
        _isSeen[quarter] = true;
    }
}
