using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Pacing;

/// <summary>A pacing policy: how many calls to launch now. One file per policy, chosen by name.</summary>
public interface IPacer
{
    string Name { get; }

    /// <summary>How many calls to launch at this moment, 0 or more; never more than <see cref="PacingSituation.MaxLaunch"/>.</summary>
    int Decide(in PacingSituation situation, Instant now);

    /// <summary>
    /// Unanswered calls to give up now, never before the campaign's minimum ring time; the engine asks right
    /// after <see cref="Decide"/>, of the same situation, and refuses what is too young. A policy that cancels nothing leaves this as it is.
    /// </summary>
    /// <param name="chosen">Filled from the start; the number chosen is returned.</param>
    int ChooseCancellations(in PacingSituation situation, Span<AttemptId> chosen, Instant now) => 0;

    /// <summary>What happened, for learning. Called for every event of the campaign, before the next decision.</summary>
    void Observe(in PacingEvent happened, Instant now);

    /// <summary>The numbers behind the last decision.</summary>
    PacingExplanation Explain();
}
