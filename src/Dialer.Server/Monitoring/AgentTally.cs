using Dialer.Core.Agents;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Time;
using Dialer.Server.Configuration;

namespace Dialer.Server.Monitoring;

/// <summary>What one agent's facts add up to.</summary>
internal sealed class AgentTally(int id, string name, Instant start)
{
    private readonly TimeSpan[] _times = new TimeSpan[Enum.GetValues<AgentState>().Length];
    private AgentState _state = AgentState.LoggedOut;
    private Instant _since = start;
    private string? _reason;
    private EngineOutput _conversation;
    private int _conversations;

    public string Name { get; } = name;
    public AgentState State => _state;

    /// <summary>When the agent was last promised to a call.</summary>
    public Instant TakenAt { get; private set; } = Instant.Never;

    public void Changed(in EngineOutput change)
    {
        bool isTaken = change.AgentTo is AgentState.Reserved or AgentState.Talking;
        if (isTaken && _state is not (AgentState.Reserved or AgentState.Talking or AgentState.OnHold))
            TakenAt = change.At;
        if (change.AgentTo == _state)
        {
            _reason = change.Reason;
            return;
        }
        _times[(int)_state] += change.At - _since;
        _state = change.AgentTo;
        _since = change.At;
        _reason = change.Reason;
        if (change.AgentTo is AgentState.Ready or AgentState.NotReady or AgentState.LoggedOut)
            _conversation = default;
    }

    public void Connected(in EngineOutput connected)
    {
        _conversation = connected;
        _conversations++;
    }

    public TimeSpan In(AgentState state, Instant now) => _times[(int)state] + (_state == state && now > _since ? now - _since : TimeSpan.Zero);

    public TimeSpan LoggedIn(Instant now)
    {
        var sum = TimeSpan.Zero;
        foreach (var state in Enum.GetValues<AgentState>())
            if (state != AgentState.LoggedOut)
                sum += In(state, now);
        return sum;
    }

    public AgentRow Row(Instant now) => new()
    {
        Id = id,
        Name = Name,
        State = _state,
        Since = _since.ToDateTimeOffset(),
        Reason = _reason,
        Campaign = _conversation.Campaign.Value,
        Lead = _conversation.Lead.Value,
        Call = _conversation.Call.Value,
        Interaction = _conversation.Interaction.Value,
        Party = _conversation.Kind == EngineOutputKind.None ? null : _conversation.Party,
        Conversations = _conversations,
        SecondsByState = Enum.GetValues<AgentState>().ToDictionary(Words.Word, state => Math.Round(In(state, now).TotalSeconds, 1)),
    };
}
