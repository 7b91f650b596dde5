using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Simulation.Public;

/// <summary>
/// The called public: a pure function of seed, number, attempt and hour. The virtual world and the embedded carrier
/// ask the same one, and each pacing policy meets the same people (common random numbers).
/// </summary>
public sealed class CalledPublic(Scenario scenario, ulong seed)
{
    public Scenario Scenario { get; } = scenario;
    public ulong Seed { get; } = seed;

    /// <param name="number">As dialed, E.164.</param>
    /// <param name="attempt">0 for the first try at this number.</param>
    /// <param name="hour">Hours since the day's start, for <see cref="AnswerShares.ByHour"/>.</param>
    public CalledParty Draw(string number, int attempt, double hour) => Draw(NumberKey(number), attempt, hour);

    /// <summary>The same for a lead known by a number's key, or by any stable key.</summary>
    public CalledParty Draw(ulong key, int attempt, double hour)
    {
        var random = new SeededRandom(Seed).Fork(key).Fork((ulong)attempt);
        double live = LiveShare(key, hour);
        // Every draw is made, whatever the kind: the same person talks as long when they answer at another hour.
        double share = random.NextDouble();
        double confusion = random.NextDouble();
        double early = 2 + (2 * random.NextDouble());
        double liveRing = Scenario.Ring.Live.DrawRing(random.Fork(1), Scenario.Ring.TimeoutSeconds);
        double machineRing = Scenario.Ring.Machine.DrawRing(random.Fork(2), Scenario.Ring.TimeoutSeconds);
        var (kind, status) = KindAt(share, live);
        double after = kind switch
        {
            CalledPartyKind.Live => liveRing,
            CalledPartyKind.Machine => machineRing,
            CalledPartyKind.NoAnswer => Scenario.Ring.TimeoutSeconds,
            CalledPartyKind.Busy or CalledPartyKind.Fax or CalledPartyKind.SpecialInformationTone or CalledPartyKind.Failure =>
                Math.Min(early, Scenario.Ring.TimeoutSeconds),
        };
        return new CalledParty
        {
            Kind = kind,
            After = Seconds(after),
            SipStatus = status,
            Talk = Seconds(Scenario.TalkSeconds.Draw(random.Fork(3))),
            WrapUp = Seconds(Scenario.WrapUpSeconds.Draw(random.Fork(4))),
            Patience = Scenario.PatienceSeconds is { } patience ? Seconds(patience.Draw(random.Fork(5))) : TimeSpan.MaxValue,
            HeardAs = Hear(kind, confusion),
            Variation = random.NextUInt64(),
        };
    }

    /// <summary>The chance that a person answers a call to this number at this hour of the day.</summary>
    public double LiveShare(ulong key, double hour) =>
        Math.Min(1, (Scenario.Answer.PerNumber is { } numbers ? OwnShare(numbers, key, hour) : LiveShareOf(key)) * Scenario.Answer.HourFactor(hour));

    /// <summary>Which of the scenario's lists a lead belongs to; 0 where there are none.</summary>
    public int ListOf(ulong key)
    {
        var lists = Scenario.Answer.Lists;
        if (lists.Count == 0)
            return 0;
        double at = new SeededRandom(Seed ^ 0x11575).Fork(key).NextDouble();
        for (int list = 0; list < lists.Count; list++)
        {
            at -= lists[list].Share;
            if (at < 0)
                return list;
        }
        return lists.Count - 1;
    }

    /// <summary>FNV-1a, 64 bits: the same key for a number on every platform.</summary>
    public static ulong NumberKey(string number)
    {
        ulong hash = 14695981039346656037UL;
        foreach (char c in number)
            hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }

    private double OwnShare(NumberAnswers numbers, ulong key, double hour)
    {
        var random = new SeededRandom(Seed ^ 0x0B3A).Fork(key);
        bool never = random.NextDouble() < numbers.Never;
        double from = random.NextDouble() * Scenario.Hours;
        if (never)
            return 0;
        bool isItsHalf = (hour - from + (2 * Scenario.Hours)) % Scenario.Hours < Scenario.Hours / 2;
        return Distribution.DrawBeta(random, numbers.Mean, numbers.Sd) * (1 + (isItsHalf ? numbers.Hours : -numbers.Hours));
    }

    private double LiveShareOf(ulong key) =>
        Scenario.Answer.Lists.Count == 0 ? Scenario.Answer.Live : Scenario.Answer.Lists[ListOf(key)].Live;

    private (CalledPartyKind Kind, int Status) KindAt(double share, double live)
    {
        var answer = Scenario.Answer;
        double at = share - live;
        if (at < 0)
            return (CalledPartyKind.Live, 0);
        if ((at -= answer.Machine) < 0)
            return (CalledPartyKind.Machine, 0);
        if ((at -= answer.Busy) < 0)
            return (CalledPartyKind.Busy, 486);
        if ((at -= answer.SpecialInformationTone) < 0)
            return (CalledPartyKind.SpecialInformationTone, 0);
        if ((at -= answer.Fax) < 0)
            return (CalledPartyKind.Fax, 0);
        foreach (var (status, failure) in answer.Failures)
            if ((at -= failure) < 0)
                return (CalledPartyKind.Failure, status);
        return (CalledPartyKind.NoAnswer, 0);
    }

    private CpaVerdict Hear(CalledPartyKind kind, double confusion) => kind switch
    {
        CalledPartyKind.Live => confusion < Scenario.Analysis.LiveAsMachine ? CpaVerdict.AnsweringMachine : CpaVerdict.LiveVoice,
        CalledPartyKind.Machine => confusion < Scenario.Analysis.MachineAsLive ? CpaVerdict.LiveVoice : CpaVerdict.AnsweringMachine,
        CalledPartyKind.Fax => CpaVerdict.Fax,
        CalledPartyKind.SpecialInformationTone => CpaVerdict.SpecialInformationTone,
        CalledPartyKind.Busy or CalledPartyKind.NoAnswer or CalledPartyKind.Failure => CpaVerdict.None,
    };

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
}
