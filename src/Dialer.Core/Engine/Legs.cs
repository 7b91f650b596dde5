using System.Diagnostics.CodeAnalysis;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;

namespace Dialer.Core.Engine;

/// <summary>
/// What is open: an attempt, an interaction (inbound), a visit (on the way in, or at a number of the PBX), a handover (a number that an agent asks or hands on to) or an agent by the number of its leg, conversations by their own, and
/// the pools that attempts and interactions come from and go back to.
/// </summary>
internal sealed class Legs(Turn turn)
{
    private readonly Dictionary<long, object> _byCall = [];
    private readonly Dictionary<long, Interaction> _interactions = [];
    private readonly List<Attempt> _openAttempts = [];
    private readonly List<Interaction> _openInbound = [];
    private Attempt? _freeAttempts;
    private Interaction? _freeInteractions;

    /// <summary>In no order that means anything.</summary>
    public IReadOnlyList<Attempt> OpenAttempts => _openAttempts;
    public IReadOnlyList<Interaction> OpenInbound => _openInbound;

    public bool Has(CallId call) => _byCall.ContainsKey(call.Value);

    public bool TryFind(CallId call, [NotNullWhen(true)] out object? leg) => _byCall.TryGetValue(call.Value, out leg);

    public bool TryFind(InteractionId id, [NotNullWhen(true)] out Interaction? interaction) => _interactions.TryGetValue(id.Value, out interaction);

    /// <summary>Null: a signal of no attempt that is known, which is ignored.</summary>
    public Attempt? FindAttempt(CallId call)
    {
        if (_byCall.TryGetValue(call.Value, out object? leg) && leg is Attempt attempt)
            return attempt;
        turn.Ignore();
        return null;
    }

    public Attempt? FindOpen(CampaignId campaign, LeadId lead)
    {
        foreach (var attempt in _openAttempts)
            if (attempt.Lead.Id == lead && attempt.Campaign.Id == campaign)
                return attempt;
        return null;
    }

    public void Add(CallId call, Agent agent) => _byCall.Add(call.Value, agent);

    public void Add(CallId call, Handover handover) => _byCall.Add(call.Value, handover);

    public void Add(CallId call, Visit visit) => _byCall.Add(call.Value, visit);

    public void Remove(CallId call) => _byCall.Remove(call.Value);

    public void Open(Attempt attempt)
    {
        attempt.OpenIndex = _openAttempts.Count;
        _openAttempts.Add(attempt);
        _byCall.Add(attempt.Call.Value, attempt);
    }

    /// <summary>Of a caller who comes in.</summary>
    public void Open(Interaction inbound)
    {
        inbound.OpenIndex = _openInbound.Count;
        _openInbound.Add(inbound);
        _byCall.Add(inbound.Call.Value, inbound);
    }

    public void RemoveOpen(Attempt attempt)
    {
        int last = _openAttempts.Count - 1;
        var moved = _openAttempts[last];
        _openAttempts[attempt.OpenIndex] = moved;
        moved.OpenIndex = attempt.OpenIndex;
        _openAttempts.RemoveAt(last);
    }

    public void RemoveOpen(Interaction interaction)
    {
        int last = _openInbound.Count - 1;
        var moved = _openInbound[last];
        _openInbound[interaction.OpenIndex] = moved;
        moved.OpenIndex = interaction.OpenIndex;
        _openInbound.RemoveAt(last);
    }

    public Interaction BeginInteraction(ServiceGroup group, CallId call, Attempt? attempt, string party)
    {
        var interaction = _freeInteractions ?? new Interaction();
        _freeInteractions = interaction.NextFree;
        interaction.NextFree = null;
        interaction.Begin(new InteractionId(turn.NextId()), group, call, attempt, party, turn.Now);
        _interactions.Add(interaction.Id.Value, interaction);
        if (attempt is not null)
            attempt.Conversation = interaction.Id;
        return interaction;
    }

    /// <summary>It has closed; who holds it still may read it until it is returned.</summary>
    public void Forget(Interaction interaction) => _interactions.Remove(interaction.Id.Value);

    public Attempt RentAttempt()
    {
        var attempt = _freeAttempts ?? new Attempt();
        _freeAttempts = attempt.NextFree;
        attempt.NextFree = null;
        return attempt;
    }

    public void Return(Attempt attempt)
    {
        attempt.NextFree = _freeAttempts;
        _freeAttempts = attempt;
    }

    public void Return(Interaction interaction)
    {
        interaction.NextFree = _freeInteractions;
        _freeInteractions = interaction;
    }
}
