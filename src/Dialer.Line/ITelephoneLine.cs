using System.Net;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;

namespace Dialer.Line;

/// <summary>
/// The telephone line behind the engine's messages: it carries orders out, and tells what happens as signals to the one who made it.
/// Each call id gets exactly one CallEnded (an agent's leg: one AgentLegDown), whatever races happen, and nothing after it.
/// Signals come from the line's own threads. Disposing ends every call, within some seconds.
/// </summary>
public interface ITelephoneLine : IAsyncDisposable
{
    /// <summary>Where SIP listens, once started.</summary>
    IPEndPoint SipEndPoint { get; }

    /// <summary>Hears how each outbound call's audio arrived, before its CallEnded; must not block. Set before the start.</summary>
    Action<CallQuality>? QualityMeasured { get; set; }

    /// <summary>Hears how each trunk is, at each change; must not block. Set before the start.</summary>
    Action<TrunkReport>? TrunkReported { get; set; }

    /// <summary>Hears what the analysis of each answered call came to, before its CallEnded; must not block. Set before the start.</summary>
    Action<HeardAnswer>? AnswerHeard { get; set; }

    /// <summary>Hears of each machine's greeting that is learned; must not block. Set before the start.</summary>
    Action<LearnedGreeting>? GreetingLearned { get; set; }

    /// <summary>Hears of each number whose greeting was a person's after all; must not block. Set before the start.</summary>
    Action<string>? GreetingForgotten { get; set; }

    /// <summary>What earlier runs learned of machines' greetings, the oldest first. Before the start.</summary>
    void RestoreGreetings(IEnumerable<LearnedGreeting> greetings);

    /// <summary>Earlier calls of which it is known who answered, the oldest first. Before the start.</summary>
    void RestoreAnswers(IEnumerable<KnownAnswer> answers);

    /// <summary>The agent's word on what answered a call, whenever it comes. Thread-safe; returns at once.</summary>
    void AgentSaid(CallId call, bool wasMachine);

    /// <summary>Of these numbers (E.164) neither greeting nor past is known any more: a person is erased. Thread-safe; returns at once.</summary>
    void ForgetGreetings(IReadOnlyCollection<string> numbers);

    /// <summary>Packets that were paced since the start, and those of them that left 50 ms late or more.</summary>
    (long All, long Late) PacedPackets();

    /// <summary>Binds the sockets, registers and probes the trunks, for some seconds. A trunk that is not there yet does not fail the start.</summary>
    /// <exception cref="IOException">The SIP port is taken.</exception>
    Task StartAsync(CancellationToken cancellation);

    /// <summary>What the line must know of a campaign: its analysis mode and limit, its caller id. Before its first PlaceCall; again at each change.</summary>
    void Configure(CampaignSettings campaign);

    /// <summary>
    /// Reads the recordings that other options need, so that what is returned cannot fail for them: with it phones, prompts, numbers served,
    /// caller ids, analysis, recordings and supervisors follow, and calls go on. Addresses, ports, trunks and media stay as at the start.
    /// Not from two threads at once.
    /// </summary>
    /// <exception cref="ArgumentException">A recording cannot be read: names the prompt and the file.</exception>
    Action Prepare(TelephoneLineOptions options);

    /// <summary>Orders that were taken and not carried out yet. The line bounds them not: the queue with a limit is that of who gives them, and holds back while these are many.</summary>
    int OrdersWaiting { get; }

    /// <summary>Hears, each time that orders were carried out, that there may be room for more; must not block. Set before the start.</summary>
    Action? OrdersCarried { get; set; }

    /// <summary>Takes one order (<see cref="EngineOutput.IsLineOrder"/>). Thread-safe; orders are carried out in the order given; returns at once.</summary>
    /// <exception cref="ArgumentException">It is no order to the line.</exception>
    void Carry(in EngineOutput order);

    /// <summary>
    /// Lets a supervisor hear an agent's conversations, and be heard, until it hangs up: its phone is called, unless it watches this agent
    /// already. Another supervisor of the agent is hung up. Null: the agent's supervisor is hung up. Thread-safe; returns at once.
    /// </summary>
    /// <param name="supervisor">A name of <see cref="TelephoneLineOptions.Supervisors"/>.</param>
    /// <exception cref="ArgumentException">There is no such supervisor.</exception>
    void Supervise(AgentId agent, string supervisor, SupervisionMode? mode);
}
