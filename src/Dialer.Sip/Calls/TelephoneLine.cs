using System.Net;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine;
using Microsoft.Extensions.Logging;

namespace Dialer.Sip.Calls;

/// <summary>
/// The telephone line behind the engine's messages: it carries orders out over SIP and RTP, and tells what happens as
/// signals. Each call id gets exactly one CallEnded (an agent's leg: one AgentLegDown), whatever races happen.
/// Another line may stand in its place: it only has to speak the same messages.
/// </summary>
/// <param name="signal">The host's inbox. Called from the line's own threads; must not block.</param>
public sealed class TelephoneLine(TelephoneLineOptions options, Action<EngineInput> signal, ILogger logger) : IAsyncDisposable
{
    /// <summary>Where SIP listens, once started.</summary>
    public IPEndPoint SipEndPoint { get; private set; } = new(options.BindAddress, options.SipPort);

    /// <summary>Binds the sockets, registers and probes the trunks. A trunk that is not there yet does not fail the start.</summary>
    public Task StartAsync(CancellationToken cancellation)
    {
        _ = (signal, logger);
        return Task.CompletedTask;
    }

    /// <summary>What the line must know of a campaign: its analysis mode and limit, its caller id. Before its first PlaceCall; again at each change.</summary>
    public void Configure(CampaignSettings campaign) => _ = (campaign, logger);

    /// <summary>Takes one order (<see cref="EngineOutput.IsLineOrder"/>). Thread-safe; orders are carried out in the order given; returns at once.</summary>
    public void Carry(in EngineOutput order) => _ = (order, signal);

    /// <summary>Ends every call (BYE, CANCEL), unregisters, closes the sockets; at most 3 s.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
