using Dialer.Core.Time;

namespace Dialer.Core.Pacing;

/// <summary>
/// How many agents stayed in each quarter of an hour of the campaign's day, as the last days had it: what is left of
/// today is not counted on beyond that. A quarter never seen counts half of those present.
/// </summary>
internal sealed class StaffingMemory
{
    private const int Quarters = 96;
    private const double Unseen = -1;
    private static readonly long QuarterTicks = TimeSpan.FromMinutes(15).Ticks;

    private readonly double[] _least = new double[Quarters];
    private long _quarter = long.MinValue;
    private int _leastNow;

    public StaffingMemory() => Array.Fill(_least, Unseen);

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
            Keep((int)(_quarter % Quarters));
        (_quarter, _leastNow) = (quarter, staying);
    }

    /// <summary>Seconds of agents that may be counted on from now on.</summary>
    public double AgentSeconds(long local, double secondsLeft, int staying)
    {
        double sum = 0;
        long at = local;
        long end = local + (long)(Math.Min(secondsLeft, 86_400) * TimeSpan.TicksPerSecond);
        while (at < end)
        {
            long next = Math.Min(end, ((at / QuarterTicks) + 1) * QuarterTicks);
            double known = _least[(int)(at / QuarterTicks % Quarters)];
            double agents = at / QuarterTicks == _quarter ? staying : known < 0 ? staying * 0.5 : Math.Min(staying, known);
            sum += agents * (next - at) / TimeSpan.TicksPerSecond;
            at = next;
        }
        return sum;
    }

    // Fewer at once, more only by and by.
    private void Keep(int quarter) =>
        _least[quarter] = _least[quarter] < 0 || _leastNow < _least[quarter] ? _leastNow : 0.5 * (_least[quarter] + _leastNow);
}
