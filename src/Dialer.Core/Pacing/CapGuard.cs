namespace Dialer.Core.Pacing;

/// <summary>
/// Keeps the abandon rate recoverable: a call beyond one line per free agent is launched only while, whatever becomes
/// of the calls in flight, sure dialing (one line per free agent) would still end the window at or under the cap.
/// <para>
/// Proof. Let A and H be the people abandoned and answered so far, X the people in flight who will find no agent, V the
/// people whom sure dialing will still reach before the window ends. If from now on only sure dialing goes on, nobody
/// further is abandoned, so A_end = A + X and H_end >= H + V; with A + X at most cap (H + V) the window keeps the cap.
/// The condition is required twice: for the X that is exceeded with chance 1e-5, with 0.9 V; for the X of chance 1e-3,
/// with 0.7 V. Where even X = (lines in flight - free agents), all of them answered, is covered by 0.7 V, no chance
/// enters at all. X takes answer rates half as high again as learned and releases 0.7 times as likely; V takes
/// the answer rate two standard errors low, each agent's first answer a whole cycle away, and two standard deviations
/// of its own. Assumed: V is really dialed (the list lasts, the closing hour and the agents stay), and an agent who is
/// reserved for a call in flight does not vanish; who vanishes is counted apart by the engine.
/// </para>
/// <para>
/// Calls that have rung for the minimum time are given up as soon as no agent is left for them, so that they can use up
/// a free agent, and never be abandoned themselves: while none is free only answers before that age count.
/// </para>
/// </summary>
internal sealed class CapGuard(PredictiveTuning tuning)
{
    private readonly FreeAgents _law = new();
    private double _rareLeft;
    private double _commonLeft;

    /// <summary>The law of agents free less people answered, filled by the pacer when it is needed.</summary>
    public FreeAgents Law => _law;

    /// <summary>People who may still be abandoned with certainty of keeping the cap.</summary>
    public double SureLeft => _commonLeft;

    /// <param name="sureAnswers">V: people whom sure dialing will reach before the window ends, cautiously.</param>
    /// <param name="inDoubt">People counted as connected who may yet turn out to be machines.</param>
    public void Begin(AbandonAllowance allowance, double sureAnswers, double inDoubt)
    {
        _rareLeft = allowance.LeftAfter((sureAnswers * tuning.RareShare) - inDoubt, 0);
        _commonLeft = allowance.LeftAfter((sureAnswers * tuning.CommonShare) - inDoubt, 0);
    }

    /// <summary>True: even if every line beyond the free agents were answered and abandoned, the cap would be kept.</summary>
    /// <param name="excess">Lines beyond the free agents, with the next one, and with the agents that others may take.</param>
    public bool Covers(int excess) => !tuning.HasGuard || excess <= 0 || excess <= _commonLeft;

    /// <summary>True: what may happen with any chance to speak of can be made good. What risks nobody is allowed whatever was before.</summary>
    /// <param name="law">Agents free less people answered, the next line taken in.</param>
    public bool Allows(FreeAgents law) =>
        law.Shortfall(tuning.RareChance) <= Math.Max(0, _rareLeft) && law.Shortfall(tuning.CommonChance) <= Math.Max(0, _commonLeft);

    /// <summary>V. Zero where nobody knows when dialing ends: then the cap is kept at each instant.</summary>
    /// <param name="agents">Who stay.</param>
    /// <param name="secondsLeft">Of each of them, until dialing or the window ends, as staffing went on other days.</param>
    /// <param name="cycleSeconds">Talk, wrap-up and dialing until the next person, of one agent.</param>
    public static double SureAnswers(int agents, double secondsLeft, double cycleSeconds)
    {
        double mean = agents * Math.Max(0, secondsLeft - cycleSeconds) / cycleSeconds;
        return Math.Max(0, mean - (2 * Math.Sqrt(mean)));
    }
}
