namespace Dialer.Core.Pacing;

public enum PacingEventKind : byte
{
    Dialed,
    Ringing,

    /// <summary>Answered, and needs an agent: a person, or (by the campaign's settings) one that no verdict was waited for or made of.</summary>
    AnsweredLive,
    AnsweredMachine,

    /// <summary>Answered, and the verdict is neither live nor machine.</summary>
    AnsweredOther,

    /// <summary>Ended unanswered; <see cref="PacingEvent.Result"/> says how.</summary>
    EndedUnanswered,
    Connected,
    Abandoned,
    TalkEnded,
    WrapUpEnded,

    /// <summary>An agent was lost without notice.</summary>
    AgentLost,
    AgentsChanged,
}
