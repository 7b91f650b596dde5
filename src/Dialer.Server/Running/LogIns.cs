using System.Collections.Concurrent;
using Dialer.Core.Agents;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;

namespace Dialer.Server.Running;

/// <summary>
/// Log-ins whose phone is being called. Who says "ready" meanwhile is told how that ended, and not that all is well: a phone
/// that was not reached is the answer to the command.
/// </summary>
internal sealed class LogIns
{
    private readonly ConcurrentDictionary<AgentId, TaskCompletionSource<string?>> _waiting = new();

    /// <summary>Before the log-in is asked for. False: one is under way already.</summary>
    public bool Began(AgentId agent) => _waiting.TryAdd(agent, new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>The log-in was refused, or has ended.</summary>
    /// <param name="why">Null: the phone is up.</param>
    public void Ended(AgentId agent, string? why)
    {
        if (_waiting.TryRemove(agent, out var waiting))
            waiting.TrySetResult(why);
    }

    public void Heard(in EngineOutput fact)
    {
        if (fact.Kind == EngineOutputKind.LogInFailed)
            Ended(fact.Agent, fact.Reason);
        else if (fact.Kind == EngineOutputKind.AgentStateChanged && fact.AgentTo == AgentState.LoggedOut)
            Ended(fact.Agent, fact.Reason);
        else if (fact.Kind == EngineOutputKind.AgentStateChanged && fact.AgentFrom == AgentState.NotReady)
            Ended(fact.Agent, null);
    }

    /// <summary>Null: the phone is up, or was not being called; else why it is not.</summary>
    public Task<string?> EndAsync(AgentId agent) => _waiting.TryGetValue(agent, out var waiting) ? waiting.Task : Task.FromResult<string?>(null);
}
