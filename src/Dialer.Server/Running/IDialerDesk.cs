using Dialer.Core.Compliance;
using Dialer.Core.Engine.Books;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Routing;
using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Server.Business;
using Dialer.Server.Monitoring;
using Dialer.Server.Webhooks;
using Dialer.Store;
using Dialer.Store.Reports;
using Dialer.Store.Tables;

namespace Dialer.Server.Running;

/// <summary>What the interface works on.</summary>
public interface IDialerDesk
{
    /// <summary>The one clock.</summary>
    TimeProvider Time { get; }

    /// <summary>Does as told, or says why not.</summary>
    Task<CommandReply> AskAsync(EngineInput command);

    /// <summary>As <see cref="AskAsync"/>, and durable where it is accepted.</summary>
    Task<CommandReply> AskKeptAsync(EngineInput command);

    /// <summary>What came of a conversation, open or over; durable where it is accepted.</summary>
    /// <param name="agent">0: the conversation alone is named.</param>
    /// <param name="interaction">0: the one that the agent is in.</param>
    Task<CommandReply> DescribeAsync(AgentId agent, InteractionId interaction, Disposition said);

    WallboardView View();

    /// <summary>Agents of this name or number, without the rest of the board; a command looks here.</summary>
    IReadOnlyList<AgentRow> Agents(string asked);

    /// <summary>Campaigns of this name or number.</summary>
    IReadOnlyList<CampaignRow> Campaigns(string asked);

    /// <summary>Where a caller who is in the house went, and why they wait; null: there is no such caller.</summary>
    CallerExplanation? Explain(InteractionId interaction);

    CampaignReport Report(CampaignId campaign);

    /// <summary>Nothing is dialed to these numbers (E.164) from here on; durable on return. Returns how many were new.</summary>
    Task<int> AddDoNotCallAsync(IReadOnlyList<string> numbers, string source, DoNotCallBinding binds);

    /// <summary>The same for a list of any kind, for good or until a moment.</summary>
    Task<int> AddDoNotCallAsync(DoNotCallEntries entries, string source);

    /// <summary>Takes a number off one list, kept with who and why; returns how many numbers are off: off the company's own, all of whoever has it.</summary>
    Task<int> RemoveDoNotCallAsync(string number, DoNotCallKind kind, CampaignId campaign, string by, string reason);

    /// <summary>Forgets a person in the store and in the files beside it; null: nobody is known by this number or key.</summary>
    /// <exception cref="StoreException">They are being called, or talk with us.</exception>
    Task<PersonErased?> ErasePersonAsync(string? number, string? customerKey, string by, string reason);

    IDialerStore Store { get; }

    /// <summary>What is configured, and changes while calls go on.</summary>
    BusinessBook Business { get; }

    /// <summary>Lists that come while the program runs.</summary>
    ImportJobs Uploads { get; }

    /// <summary>The campaign has new leads: they are asked for at once.</summary>
    void LeadsAdded(CampaignId campaign);

    /// <summary>What the engine would decide of a lead at this moment; null: it cannot say at present.</summary>
    /// <param name="from">The moment from which the lead is due.</param>
    Task<LeadVerdict?> ExplainAsync(CampaignId campaign, HopperLead lead, Instant from);

    DialerGauges Gauges();

    SpanBoard Spans();

    /// <summary>Lets leads be dialed again whose attempt a crash cut off; returns how many.</summary>
    Task<int> ReleaseInterruptedAsync(CampaignId campaign);

    /// <summary>Names of the campaigns that an agent dials for, and of the queues whose callers it may get.</summary>
    IReadOnlyList<string> CampaignsOf(AgentId agent);

    IReadOnlyList<string> QueuesOf(AgentId agent);

    /// <summary>Names that may be given to <see cref="Supervise"/>.</summary>
    IReadOnlyCollection<string> Supervisors { get; }

    /// <summary>Null: the agent's supervisor is hung up.</summary>
    void Supervise(AgentId agent, string supervisor, SupervisionMode? mode);

    EventHub Events { get; }

    /// <summary>What was said, to be said again.</summary>
    EventTable EventLog { get; }

    WebhookBook Webhooks { get; }

    /// <summary>What is sent to webhooks.</summary>
    WebhookTable Deliveries { get; }

    IReadOnlyList<(QueueId Id, string Name)> Queues { get; }

    string NameOf(CampaignId campaign);

    /// <summary>What the interface keeps.</summary>
    ITableSource Tables { get; }

    /// <summary>Why this machine does not keep up, so that nobody new is dialed; null: it does.</summary>
    string? Overload { get; }

    /// <summary>What is wrong now; empty: nothing.</summary>
    Task<IReadOnlyList<string>> TroubleAsync();
}
