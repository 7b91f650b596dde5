using Dialer.Core.Campaigns;
using Dialer.Core.Time;

namespace Dialer.Core.Pacing;

/// <summary>
/// People answered and abandoned over the campaign's window: measured, and what is left of the lawful share.
/// A day is the calendar day of the campaign's time zone. Thirty days are today and the 29 days before it; each day
/// is then also held to the cap by itself, so that every later window is a sum of days that each keep it, and none
/// is over when a good old day leaves.
/// </summary>
public sealed class AbandonAllowance(AbandonRule rule, TimeZoneInfo timeZone)
{
    private const int Days = 30;

    /// <summary>Four standard deviations of the false positives that nobody saw: about 3 in 100,000 windows have more.</summary>
    private const double UnseenDeviations = 4;
    private const double UnseenLeast = 2;

    // A ring of the last thirty days; for the other windows only the present entry is used.
    private readonly long[] _answered = new long[Days];
    private readonly long[] _abandoned = new long[Days];
    private long _today = long.MinValue;
    private Instant _todayEnds = Instant.Epoch;

    public AbandonRule Rule { get; } = rule;
    public TimeZoneInfo TimeZone { get; } = timeZone;

    /// <summary>Live people connected or abandoned in the window.</summary>
    public long Answered { get; private set; }
    public long Abandoned { get; private set; }

    /// <summary>Measured rate, with the expected false positives where the rule counts them.</summary>
    public double Rate => Answered == 0 ? 0 : (Abandoned + ExpectedFalsePositives(Answered)) / (Answered + ExpectedFalsePositives(Answered));

    /// <summary>End of the present window; Never for a whole campaign.</summary>
    public Instant WindowEnds { get; private set; } = Instant.Never;

    /// <summary>
    /// True where the people taken for machines alone may pass the cap: no pacing is lawful with this analysis, and
    /// none is done beyond one line per free agent.
    /// </summary>
    public bool FalsePositivesPassTheCap => FalsePositiveOdds > 0 && Rule.FalsePositiveShare >= Rule.Cap;

    public void Restore(AbandonHistory history, Instant now)
    {
        AdvanceTo(now);
        foreach (var bucket in history.Buckets)
            Add(DayOf(bucket.From), bucket.Answered, bucket.Abandoned);
        Sum();
    }

    /// <summary>Forgets what has left the window.</summary>
    public void AdvanceTo(Instant now)
    {
        if (now < _todayEnds)
            return;
        long day = DayOf(now);
        int gone = _today == long.MinValue ? Days : (int)Math.Min(Days, day - _today);
        for (int i = 1; i <= gone; i++)
            if (Rule.Window != AbandonWindow.Campaign)
                Clear(Slot(day - gone + i));
        _today = day;
        _todayEnds = StartOf(day + 1);
        WindowEnds = Rule.Window == AbandonWindow.Campaign ? Instant.Never : _todayEnds;
        Sum();
    }

    public void AddConnected(Instant now) => AddOne(now, 0);

    public void AddAbandoned(Instant now) => AddOne(now, 1);

    /// <summary>The agent found a machine where a person had been counted as connected: it is in neither number.</summary>
    public void WasMachine(Instant now)
    {
        AdvanceTo(now);
        Corrections++;
        int slot = Slot(_today);

        // Counted yesterday and found today: yesterday's count stands.
        if (_answered[slot] <= _abandoned[slot])
            return;
        _answered[slot]--;
        Answered--;
    }

    /// <summary>Answers counted in all, whatever the window, and those found to be machines afterwards.</summary>
    public long Counted { get; private set; }
    public long Corrections { get; private set; }

    /// <summary>
    /// What is left, in people who may still be abandoned, if <paramref name="answers"/> more people answer and
    /// <paramref name="abandons"/> of them are abandoned before the window ends. Negative: over the cap.
    /// </summary>
    public double LeftAfter(double answers, double abandons)
    {
        double left = Left(Answered + answers, Abandoned + abandons);
        if (Rule.Window != AbandonWindow.ThirtyDays || _today == long.MinValue)
            return left;
        int slot = Slot(_today);
        return Math.Min(left, Left(_answered[slot] + answers, _abandoned[slot] + abandons));
    }

    /// <summary>
    /// People who must still be connected before the window ends, for the cap to be kept when so many more are abandoned;
    /// negative: more than enough have been. Infinite where false positives alone pass the cap.
    /// </summary>
    public double AnswersNeeded(double abandons)
    {
        double needed = Needed(Answered + abandons, Abandoned + abandons);
        if (Rule.Window != AbandonWindow.ThirtyDays || _today == long.MinValue)
            return needed;
        int slot = Slot(_today);
        return Math.Max(needed, Needed(_answered[slot] + abandons, _abandoned[slot] + abandons));
    }

    /// <summary>The root of <see cref="Left"/> over the people answered in all, less those who have: a quadratic in its square root.</summary>
    private double Needed(double answered, double abandoned)
    {
        double odds = FalsePositiveOdds;
        double perAnswer = Rule.Cap - (odds * (1 - Rule.Cap));
        if (perAnswer <= 0)
            return double.PositiveInfinity;
        double margin = odds > 0 ? UnseenDeviations * Math.Sqrt(odds) * (1 - Rule.Cap) : 0;
        double fixedPart = abandoned + (odds > 0 ? UnseenLeast * (1 - Rule.Cap) : 0);
        double root = (margin + Math.Sqrt((margin * margin) + (4 * perAnswer * fixedPart))) / (2 * perAnswer);
        return (root * root) - answered;
    }

    /// <summary>Odds that a person is taken for a machine rather than heard, where the rule counts it.</summary>
    private double FalsePositiveOdds => Rule.CountFalsePositives && Rule.FalsePositiveShare > 0
        ? Rule.FalsePositiveShare / Math.Max(1 - Rule.FalsePositiveShare, 1e-3)
        : 0;

    private double ExpectedFalsePositives(double answered) => FalsePositiveOdds * answered;

    private double Left(double answered, double abandoned)
    {
        double unseen = ExpectedFalsePositives(answered);
        if (unseen > 0)
            unseen += (UnseenDeviations * Math.Sqrt(unseen)) + UnseenLeast;
        return (Rule.Cap * (answered + unseen)) - abandoned - unseen;
    }

    private void AddOne(Instant now, int abandoned)
    {
        AdvanceTo(now);
        int slot = Slot(_today);
        _answered[slot]++;
        _abandoned[slot] += abandoned;
        Answered++;
        Counted++;
        Abandoned += abandoned;
    }

    private void Add(long day, int answered, int abandoned)
    {
        bool inWindow = Rule.Window switch
        {
            AbandonWindow.Day => day == _today,
            AbandonWindow.Campaign => true,
            AbandonWindow.ThirtyDays => day > _today - Days && day <= _today,
        };
        if (!inWindow)
            return;
        int slot = Slot(Rule.Window == AbandonWindow.Campaign ? _today : day);
        _answered[slot] += answered;
        _abandoned[slot] += abandoned;
    }

    private void Sum()
    {
        (Answered, Abandoned) = (0, 0);
        for (int slot = 0; slot < Days; slot++)
        {
            Answered += _answered[slot];
            Abandoned += _abandoned[slot];
        }
        if (Rule.Window != AbandonWindow.Day)
            return;
        (Answered, Abandoned) = (_answered[Slot(_today)], _abandoned[Slot(_today)]);
    }

    private void Clear(int slot) => (_answered[slot], _abandoned[slot]) = (0, 0);

    private static int Slot(long day) => (int)(((day % Days) + Days) % Days);

    private long DayOf(Instant at) => TimeZoneInfo.ConvertTime(at.ToDateTimeOffset(), TimeZone).Date.Ticks / TimeSpan.TicksPerDay;

    /// <summary>Local midnight; where the clock skips it, the first instant after.</summary>
    private Instant StartOf(long day)
    {
        var midnight = new DateTime(day * TimeSpan.TicksPerDay, DateTimeKind.Unspecified);
        while (TimeZone.IsInvalidTime(midnight))
            midnight = midnight.AddMinutes(15);
        return Instant.From(new DateTimeOffset(midnight, TimeZone.GetUtcOffset(midnight)));
    }
}
