namespace Dialer.Core.Pacing;

/// <summary>
/// Keeps the abandon rate recoverable: a call beyond one line per free agent is launched only while, whatever becomes
/// of the calls in flight, sure dialing (<see cref="SureDialing"/>) would still end the window at or under the cap.
/// <para>
/// Let A and H be the people abandoned and answered so far, X the people in flight who will find no agent, V the
/// people whom sure dialing will still reach before the window ends. If from now on only sure dialing goes on, nobody
/// further is abandoned, so A_end = A + X and H_end >= H + X + V. The window keeps the cap where V is at least what is
/// needed for X, n(X) = (A + X) / cap - H - X. The condition is P(V below n(X)) at most <see cref="PredictiveTuning.GuardRisk"/>:
/// X by its exact law, with answer rates half as high again as learned or as high as the best hour of late, and releases
/// 0.7 times as likely; V by the normal law of a renewal count, whose mean takes the answer rate low and counts on an
/// hour or a quarter of one only as the days before had it, and whose spread holds that of the conversations and the
/// errors of what was learned. Where even X = (lines in flight - free agents), all of them answered, is covered, the
/// law of X is not asked. Sure dialing is what the condition still allows where nothing can be made good: P(X > 0) is then
/// the whole of the risk. V is bounded by the answers
/// of the leads that are left. Assumed: V is really dialed (the closing hour and the agents stay), and an
/// agent who is reserved for a call in flight does not vanish; who vanishes is counted apart by the engine.
/// </para>
/// <para>
/// Where inbound or another campaign may take the agent of a line first, even one line per free agent is at risk, and is
/// launched while that risk is at most <see cref="PredictiveTuning.SureRisk"/>; V counts on the agents alone whom others leave.
/// </para>
/// <para>
/// Calls that have rung for the minimum time are given up as soon as no agent is left for them, so that they can use up
/// a free agent, and never be abandoned themselves: while none is free only answers before that age count.
/// </para>
/// </summary>
internal sealed class CapGuard(PredictiveTuning tuning)
{
    private readonly FreeAgents _law = new();
    private AbandonAllowance? _allowance;
    private double _inDoubt;
    private double _mean;
    private double _deviation;

    /// <summary>The law of agents free less people answered, filled by the pacer when it is needed.</summary>
    public FreeAgents Law => _law;

    /// <param name="answers">V: expected number of people whom sure dialing will reach before the window ends; 0 where nobody knows when that is: then the cap is kept at each instant.</param>
    /// <param name="deviation">Standard deviation of V.</param>
    /// <param name="inDoubt">People counted as connected who may yet turn out to be machines.</param>
    public void Begin(AbandonAllowance allowance, double answers, double deviation, double inDoubt) =>
        (_allowance, _mean, _deviation, _inDoubt) = (allowance, answers, deviation, inDoubt);

    /// <summary>True: even if every line beyond the free agents were answered and abandoned, the cap would be kept.</summary>
    /// <param name="excess">Lines beyond the free agents, with the next one, and with the agents that others may take.</param>
    public bool Covers(int excess) => !tuning.HasGuard || excess <= 0 || ChanceOfFailure(excess) <= tuning.GuardRisk;

    /// <summary>True: what may happen can be made good. What risks nobody is allowed whatever was before.</summary>
    /// <param name="law">Agents free less people answered, the next line taken in.</param>
    /// <param name="isSure">There is a free agent for the next line.</param>
    public bool Allows(FreeAgents law, bool isSure)
    {
        double risk = isSure ? tuning.SureRisk : tuning.GuardRisk;
        if (!law.IsExact)
            return Covers((int)Math.Ceiling(law.Shortfall(risk)));
        double failure = 0;
        for (int people = law.MostShort; people > 0 && failure <= risk; people--)
            failure += law.ChanceOfShort(people) * ChanceOfFailure(people);
        return failure <= risk;
    }

    /// <summary>The chance that sure dialing reaches too few people to make good so many abandoned ones.</summary>
    private double ChanceOfFailure(int abandoned)
    {
        double needed = _allowance!.AnswersNeeded(abandoned) + _inDoubt;
        if (needed <= 0)
            return 0;
        return _deviation <= 0 ? 1 : NormalLaw.Below((needed - _mean) / _deviation);
    }
}
