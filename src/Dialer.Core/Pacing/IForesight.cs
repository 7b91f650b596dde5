using Dialer.Core.Time;

namespace Dialer.Core.Pacing;

/// <summary>Sees the future, for the bounds that a rehearsal prints beside the policies. No running campaign has one.</summary>
public interface IForesight
{
    bool KnowsReleases { get; }
    bool KnowsAnswers { get; }

    /// <summary>When this busy agent will be free.</summary>
    Instant FreeAt(in BusyAgent agent);

    /// <summary>When a person will answer this call; Never: nobody will.</summary>
    Instant AnsweredAt(in CallInFlight call);
}
