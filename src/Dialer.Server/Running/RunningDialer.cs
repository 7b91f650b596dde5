using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine;
using Dialer.Core.Engine.Books;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;
using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Lists.Import;
using Dialer.Server.Business;
using Dialer.Server.Configuration;
using Dialer.Server.Files;
using Dialer.Server.Monitoring;
using Dialer.Server.Webhooks;
using Dialer.Store;
using Dialer.Store.Reports;
using Dialer.Store.Tables;

namespace Dialer.Server.Running;

/// <summary>
/// The program put together: the one place that composes. Read it top down: the store, what it knows turned into
/// settings, the engine with its clock, the line, an outlet for each consumer, the loop between them.
/// </summary>
public sealed partial class RunningDialer : IDialerDesk, IAsyncDisposable
{
    private static readonly TimeSpan DrainGrace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LogInWithin = TimeSpan.FromSeconds(90);
    private const string OverloadName = "overload";

    /// <summary>A promise that the disk has not taken by then is answered as not kept yet.</summary>
    private static readonly TimeSpan KeepWithin = TimeSpan.FromSeconds(30);

    /// <summary>Who was away for longer reads the present state anew.</summary>
    private static readonly TimeSpan KeepEventsFor = TimeSpan.FromDays(1);
    private static readonly TimeSpan KeepDeliveriesFor = TimeSpan.FromDays(7);
    private static readonly TimeSpan FlushWithin = TimeSpan.FromSeconds(10);

    private readonly LastingIds _ids;
    private readonly Lock _following = new();
    private volatile DialerConfig _config;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly DialerStore _store;
    private volatile DialerSetup _setup;
    private readonly ITelephoneLine _line;
    private readonly LineOutlet _lineOutlet;
    private readonly LeadLoader _leadLoader;
    private readonly CompanyOutlet _company;
    private readonly FactReader _facts = new();
    private readonly TrunkBoard _trunks;
    private readonly EventPublisher _publisher;
    private readonly WebhookSender _webhooks;
    private readonly InputRecorder? _recorder;
    private readonly HeldBackLog _heldBack;
    private readonly EngineLoop _loop;
    private readonly LogIns _logIns = new();
    private readonly OverloadWatch _overloadWatch;
    private readonly StorePatience _storePatience;

    /// <summary>Of calls whose attempt has not closed.</summary>
    private readonly ConcurrentDictionary<CallId, CallQuality> _quality = new();

    /// <summary>Of campaigns whose mode a command changed.</summary>
    private readonly ConcurrentDictionary<CampaignId, DialModeSettings> _dialing = new();

    /// <summary>As the facts say, on their reader's task.</summary>
    private readonly Dictionary<CampaignId, CampaignState> _states = [];

    private readonly TaskCompletionSource _allFinished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _lineClosed;
    private volatile string? _storeTrouble;
    private volatile string? _overload;
    private bool _stopped;

    public RunningDialer(DialerConfig config, ILoggerFactory logs, RunningOptions options)
    {
        _config = config;
        _time = options.Time;
        _logger = logs.CreateLogger("Dialer.Host");

        PromptCheck.Run(config);
        PrivateFiles.FromNowOn();
        PrivateFiles.Tighten(config.DataDirectory, ["dialer.db", "dialer.db-wal", "dialer.db-shm"], ["rejects", "recordings", "review-clips", "prompts"]);
        _store = DialerStore.Open(new StoreOptions(options.StorePath ?? config.StorePath) { DataFolder = config.DataDirectory }, new StoreWatch(this), options.Time);
        _ids = new LastingIds(_store);
        Business = BusinessBook.Open(config, new BusinessTable(_store), options.Time);
        Business.Prepare = prepared => _prepared = Prepare(prepared);
        Business.Follow = Follow;
        foreach (string overridden in Business.Overridden)
            HostLog.FileWins(_logger, overridden);
        foreach (var aside in Business.All.Where(entry => entry.Trouble.Count > 0))
            HostLog.SetAside(_logger, BusinessEntry.PathOf(aside.Kind, aside.Name), aside.Trouble[0].What);
        _config = config = Business.Config;
        _setup = DialerSetup.From(config, _ids);
        _heldBack = new HeldBackLog((campaign, reason, until) => HostLog.LeadHeldBack(_logger, NameOf(campaign), reason, until));

        var engine = new DialerEngine(new EngineOptions(_store.Opening.FirstAttempt, Pacers.Create));
        var clock = new EngineClock(_time);

        _line = options.Line(_setup.Line, Signal, logs.CreateLogger("Dialer.Sip"), _time);
        _line.QualityMeasured = OnQuality;
        _line.TrunkReported = OnTrunkReport;
        _line.AnswerHeard = _store.AnswerHeard;
        _line.GreetingLearned = _store.GreetingLearned;
        _line.GreetingForgotten = _store.GreetingForgotten;
        _lineOutlet = new LineOutlet(Carry, () => _lineClosed ? 0 : _line.OrdersWaiting, () => _store.DurableSequence, Signal);
        _line.OrdersCarried = _lineOutlet.LineHasCarried;
        _leadLoader = new LeadLoader(LoadLeads, _store.FindCaller, Signal);
        _company = new CompanyOutlet(Signal, _logger);
        _trunks = new TrunkBoard(_setup.Trunks.Select(trunk => (trunk.Id, trunk.Name)));
        _facts.Read += OnFact;
        _facts.Passed = Publish;
        Events = new EventHub(config.Http.EventClients);
        Uploads = new ImportJobs(_store, config.DataDirectory, _time, LeadsAdded);
        EventLog = new EventTable(_store, KeepEventsFor);
        Deliveries = new WebhookTable(_store, KeepDeliveriesFor);
        Webhooks = new WebhookBook(Deliveries, campaign => NameOf(new CampaignId(campaign)), queue => _setup.Queues.FirstOrDefault(one => one.Id.Value == queue)?.Name ?? "");
        _webhooks = new WebhookSender(Webhooks, Deliveries, new TargetRule(config.Http.WebhookHosts), _time, logs.CreateLogger("Dialer.Webhooks"));
        _publisher = new EventPublisher(Events, new EventMaker(_store.Lead), EventLog.Newest(), KeepEventsAsync, ForgetEventsAsync, _time);

        _recorder = options.RecordTo is { } file ? InputRecorder.Create(file, _store.Opening.FirstAttempt, _logger, _time) : null;
        _loop = new EngineLoop(engine, clock, Keep, [_lineOutlet, _leadLoader, _company, _facts], _recorder, OnClock);
        Business.Settled = () => _loop.AskAsync(EngineInput.Tick());
        _storePatience = new StorePatience(() => _store.WritingFor, _logger, _time);
        _overloadWatch = new OverloadWatch(_time, _loop.TakeLongestWait, _line.PacedPackets, OnOverload);
    }

    public TimeProvider Time => _time;
    public DialerSetup Setup => _setup;
    public DialerStore Store => _store;
    public EventHub Events { get; }
    public ITableSource Tables => _store;
    public EventTable EventLog { get; }
    public WebhookBook Webhooks { get; }
    public WebhookTable Deliveries { get; }
    public IReadOnlyList<(QueueId Id, string Name)> Queues => [.. _setup.Queues.Select(queue => (queue.Id, queue.Name))];
    public FactReader Facts => _facts;
    public IPEndPoint SipEndPoint => _line.SipEndPoint;

    /// <summary>Completes when every campaign that was started has finished its list.</summary>
    public Task AllFinished => _allFinished.Task;

    /// <summary>Completes, faulted, when the dialer cannot go on.</summary>
    public Task Failed => Task.WhenAny(_loop.Ended, _lineOutlet.Ended, _leadLoader.Ended).Unwrap();

    /// <summary>Why the dialer could not go on; null: it could.</summary>
    public Exception? Failure => new[] { _loop.Ended, _lineOutlet.Ended, _leadLoader.Ended }
        .Select(part => part.Exception?.GetBaseException()).FirstOrDefault(failure => failure is not null);

    public bool IsStopped => _stopped;

    /// <summary>Imports the lists, starts every part, and tells the engine what it must know. Dials when it returns.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        var opening = _store.Opening;
        HostLog.StoreOpened(_logger, _store.Place, opening.Run);
        if (opening.InterruptedAttempts > 0)
            HostLog.Interrupted(_logger, opening.InterruptedAttempts);
        Imports = ListImports.Run(_config, _setup, _store, _time, isCalling: false, _logger, dropped: _ => { }, cancellation);

        foreach (var campaign in _setup.Campaigns)
            ApplyRules(campaign);

        _facts.Start();
        _publisher.Start();
        _webhooks.Start();
        _lineOutlet.Start();
        _leadLoader.Start();
        _company.Start();
        _loop.Start();

        // Before the line says its first word: a signal of a trunk that the engine does not know yet would be lost.
        foreach (var input in _setup.Configuration())
            _loop.Post(input);
        TellObjectors();
        RestoreMemory(_setup.Campaigns, _setup.Campaigns);

        foreach (var campaign in _setup.Campaigns)
            _line.Configure(campaign);
        if (_setup.Line.Analysis.Values.Any(analysis => analysis.RemembersGreetings))
            _line.RestoreGreetings(_store.Greetings());
        if (_setup.Line.Analysis.Values.Any(analysis => analysis.UsesLineEvidence))
            _line.RestoreAnswers(_store.KnownAnswers());
        await _line.StartAsync(cancellation).ConfigureAwait(false);

        foreach (var campaign in _setup.ToStart)
            _loop.Post(EngineInput.StartCampaign(campaign));
        foreach (var agent in _setup.ToLogIn)
        {
            _logIns.Began(agent);
            _loop.Post(EngineInput.AgentLogIn(agent));
        }
        Business.Begin();
        _overloadWatch.Start();
        HostLog.Started(_logger, _line.SipEndPoint);
    }

    /// <summary>Leads that waited by other rules are judged by these; who is held back by these is said.</summary>
    private void ApplyRules(CampaignSettings campaign)
    {
        var applied = _store.ApplyRules(campaign, Now());
        if (applied.JudgedAnew > 0)
            HostLog.RulesChanged(_logger, campaign.Name, applied.JudgedAnew);
        foreach (var held in applied.Held)
            HostLog.LeadsHeldBack(_logger, campaign.Name, HeldBackText.Of(held));
    }

    /// <summary>What was answered to the recorded inputs, so far; null: nothing is recorded.</summary>
    public (ulong Digest, long Outputs)? Recorded => _recorder?.Answer;

    /// <summary>What each import did, in the order of the configuration.</summary>
    public IReadOnlyList<ImportSummary> Imports { get; private set; } = [];

    /// <summary>A command of which nobody awaits the answer.</summary>
    public void Tell(EngineInput command) => _loop.Post(command);

    public async Task<CommandReply> AskAsync(EngineInput command)
    {
        bool began = command.Kind == EngineInputKind.AgentLogIn && _logIns.Began(command.Agent);
        var reply = await _loop.AskAsync(command).ConfigureAwait(false);
        if (began && !reply.IsAccepted)
            _logIns.Ended(command.Agent, null);
        if (command.Kind != EngineInputKind.AgentReady || !reply.IsAccepted)
            return reply;

        // Ready is who can be called: a log-in that is under way decides it.
        var logIn = _logIns.EndAsync(command.Agent);
        bool isOver = await Task.WhenAny(logIn, Task.Delay(LogInWithin)).ConfigureAwait(false) == logIn;
        return isOver && await logIn.ConfigureAwait(false) is { } why ? new CommandReply(why) : reply;
    }

    public async Task<CommandReply> AskKeptAsync(EngineInput command) => await KeptAsync(await _loop.AskAsync(command).ConfigureAwait(false)).ConfigureAwait(false);

    public async Task<CommandReply> DescribeAsync(AgentId agent, InteractionId interaction, Disposition said)
    {
        var reply = await _loop.AskAsync(EngineInput.SubmitDisposition(agent, said, interaction)).ConfigureAwait(false);
        if (!reply.IsOver)
            return await KeptAsync(reply).ConfigureAwait(false);
        using var patience = new CancellationTokenSource(KeepWithin);
        try
        {
            if (await _store.ConversationAsync(interaction).WaitAsync(patience.Token).ConfigureAwait(false) is not { } past)
                return new CommandReply("there is no such conversation; nothing was changed") { Code = CommandRefusal.StaleInteraction };
            return await KeptAsync(await _loop.AskAsync(EngineInput.DescribeConversation(agent, new LateDescription(past, said))).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Unstored;
        }
    }

    private static CommandReply Unstored => new("the store cannot write at present; it goes on trying") { IsUnstored = true };

    /// <summary>Accepted means on disk: a kill after the answer loses nothing. No thread waits for the commit.</summary>
    private async Task<CommandReply> KeptAsync(CommandReply reply)
    {
        if (!reply.IsAccepted)
            return reply;
        using var patience = new CancellationTokenSource(KeepWithin);
        try
        {
            await _store.WaitDurableAsync(reply.Stored, patience.Token).ConfigureAwait(false);
            return reply;
        }
        catch (Exception notKept) when (notKept is OperationCanceledException or StoreException)
        {
            return Unstored;
        }
    }

    public WallboardView View() => Configured(_loop.Look(books => Board.Of(books, _trunks)));

    public IReadOnlyList<AgentRow> Agents(string asked) =>
        [.. _setup.Agents.Where(agent => IsAsked(asked, agent.Name, agent.Id.Value)).Select(agent => _loop.Look(agent.Id)).OfType<AgentSnapshot>().Select(Board.Of)];

    public IReadOnlyList<CampaignRow> Campaigns(string asked) =>
        _loop.Look<IReadOnlyList<CampaignRow>>(books => [.. books.Campaigns.Where(campaign => _setup.Campaigns.Any(one => one.Id == campaign.Campaign) && IsAsked(asked, campaign.Name, campaign.Campaign.Value)).Select(campaign => Board.Of(campaign, _trunks))]);

    private static bool IsAsked(string asked, string name, int id) => name == asked || id.ToString(CultureInfo.InvariantCulture) == asked;

    public CallerExplanation? Explain(InteractionId interaction) => _loop.Explain(interaction);

    public CampaignReport Report(CampaignId campaign) => _store.Report(campaign);

    IDialerStore IDialerDesk.Store => _store;

    public ImportJobs Uploads { get; }

    public void LeadsAdded(CampaignId campaign) => _loop.Post(EngineInput.LeadsAdded(campaign, mayGoFirst: true));

    public BusinessBook Business { get; }

    public SpanBoard Spans() => _loop.Look(SpanBoard.Of);

    public DialerGauges Gauges() => new(_loop.InboxDepth, _store.WritingFor, _overload is not null);

    public IReadOnlyList<string> CampaignsOf(AgentId agent) => _setup.Agents.FirstOrDefault(one => one.Id == agent) is { } known ? [.. known.Campaigns.Select(NameOf)] : [];

    public IReadOnlyList<string> QueuesOf(AgentId agent) => _setup.Agents.FirstOrDefault(one => one.Id == agent) is { } known
        ? [.. _setup.Queues.Where(queue => queue.Skills.All(needed => known.Skills.Any(skill => skill.Skill == needed.Skill && skill.Proficiency >= needed.MinimumProficiency))).Select(queue => queue.Name)]
        : [];

    public IReadOnlyCollection<string> Supervisors => [.. _config.Supervisors.Keys];

    public void Supervise(AgentId agent, string supervisor, SupervisionMode? mode) => _line.Supervise(agent, supervisor, mode);

    public async Task<int> ReleaseInterruptedAsync(CampaignId campaign)
    {
        int released = await _store.ReleaseInterruptedAsync(campaign, Now()).WaitAsync(KeepWithin).ConfigureAwait(false);
        _loop.Post(EngineInput.LeadsAdded(campaign));
        return released;
    }

    /// <summary>Why this machine does not keep up, so that nobody new is dialed; null: it does.</summary>
    public string? Overload => _overload;

    public async Task<IReadOnlyList<string>> TroubleAsync()
    {
        var answer = _loop.AskAsync(EngineInput.Tick());
        bool isAlive = await Task.WhenAny(answer, Task.Delay(TimeSpan.FromSeconds(2))).ConfigureAwait(false) == answer && (await answer.ConfigureAwait(false)).IsAccepted;
        string?[] trouble = [isAlive ? null : "the engine's loop does not answer", _storeTrouble];
        return [.. trouble.OfType<string>()];
    }

    /// <summary>No new calls; conversations end by themselves or at the deadline. False: some had to be left.</summary>
    public async Task<bool> DrainAsync(TimeSpan within, CancellationToken atOnce)
    {
        HostLog.Draining(_logger, within);
        _loop.Post(EngineInput.Drain(within));
        var patience = Task.Delay(within + DrainGrace, atOnce);
        return await Task.WhenAny(_facts.Drained, patience, Failed).ConfigureAwait(false) == _facts.Drained;
    }

    /// <summary>
    /// Ends every call and every part, in the order in which each still hears of the one before: the line's last
    /// signals reach the engine, its last facts the store. True: all of it is on disk.
    /// </summary>
    public async Task<bool> StopAsync()
    {
        if (_stopped)
            return true;
        _stopped = true;
        _lineClosed = true;
        _overloadWatch.Dispose();
        await _line.DisposeAsync().ConfigureAwait(false);
        await _loop.StopAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _lineOutlet.DisposeAsync().ConfigureAwait(false);
        await _company.DisposeAsync().ConfigureAwait(false);
        await _leadLoader.DisposeAsync().ConfigureAwait(false);
        await _facts.DisposeAsync().ConfigureAwait(false);
        await _loop.DisposeAsync().ConfigureAwait(false);
        if (_recorder is not null)
            await EndRecordingAsync(_recorder).ConfigureAwait(false);
        bool isStored = _store.Flush(FlushWithin);
        await _publisher.DisposeAsync().ConfigureAwait(false);
        await _webhooks.DisposeAsync().ConfigureAwait(false);
        Events.Close();
        if (isStored)
            HostLog.Stopped(_logger);
        else
            HostLog.StoppedUnstored(_logger);
        return isStored;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _storePatience.Dispose();
        _store.Dispose();
    }

    private Instant Now() => Instant.From(_time.GetUtcNow());

    /// <summary>The store comes before every other consumer.</summary>
    private long Keep(Outbox outbox)
    {
        _recorder?.Answered(outbox);
        return _store.Enqueue(outbox);
    }

    private async Task EndRecordingAsync(InputRecorder recorder)
    {
        await recorder.DisposeAsync().ConfigureAwait(false);
        HostLog.Recorded(_logger, recorder.Path, recorder.Answer.Outputs, EngineReplay.Text(recorder.Answer.Digest));
    }

    private void Signal(EngineInput input) => _loop.Post(input);

    private void Carry(in EngineOutput order)
    {
        if (!_lineClosed)
            _line.Carry(order);
    }

    private LeadBatch LoadLeads(in EngineOutput order) => _store.LoadLeads(order.Campaign, order.LeadsWanted, order.At, appointmentsOnly: order.AppointmentsOnly, toChooseFrom: order.ToChooseFrom);

    /// <summary>On the fact reader's task.</summary>
    private void OnFact(EngineOutput fact, object? record)
    {
        Log(fact, record);
        _heldBack.Hear(fact);
        if (fact.Attempt.Value == 0 && record is ConversationDescription { Disposition.DoNotCall: true, Party.Length: > 0 } objection)
            Signal(EngineInput.PeopleObjected(_store.BoundBy(objection.Party)));
        if (record is ConversationDescription said && (said.Run == 0 || said.Run == _store.Opening.Run))
            _line.AgentSaid(fact.Call, said.Disposition.WasMachine);
        _logIns.Heard(fact);
        _trunks.Heard(fact);
        if (record is DialModeSettings dialing)
            _dialing[fact.Campaign] = dialing;
        if (fact.Kind != EngineOutputKind.CampaignStateChanged)
            return;
        _states[fact.Campaign] = fact.CampaignState;
        if (_setup.ToStart.All(campaign => _states.GetValueOrDefault(campaign) == CampaignState.Finished))
            _allFinished.TrySetResult();
    }

    /// <summary>On the fact reader's task, after the above.</summary>
    private void Publish(in EngineOutput fact, object? record, long stored)
    {
        CallQuality? quality = fact.Kind == EngineOutputKind.AttemptClosed && _quality.TryRemove(fact.Call, out var heard) ? heard : null;
        _publisher.Offer(fact, record, quality);
    }

    /// <summary>Before the call's CallEnded, and so before its attempt closes.</summary>
    private void OnQuality(CallQuality quality)
    {
        _quality[quality.Call] = quality;
        _store.QualityMeasured(quality);
    }

    /// <summary>On the line's thread, which logs it.</summary>
    private void OnTrunkReport(TrunkReport report)
    {
        _trunks.Reported(report);
        _publisher.Offer(EventMaker.Of(report, _time.GetUtcNow()));
    }

    private void Log(in EngineOutput fact, object? record)
    {
        if (fact.Kind == EngineOutputKind.TrunkStateChanged && fact.IsAvailable && fact.Reason is { } doubt)
            HostLog.TrunkOnTrial(_logger, NameOf(fact.Trunk), doubt);
        else if (fact.Kind == EngineOutputKind.TrunkStateChanged && fact.IsAvailable)
            HostLog.TrunkAvailable(_logger, NameOf(fact.Trunk));
        else if (fact.Kind == EngineOutputKind.TrunkStateChanged && fact.IsStarting)
            HostLog.TrunkStarting(_logger, NameOf(fact.Trunk), fact.Reason ?? "");
        else if (fact.Kind == EngineOutputKind.LogInFailed)
            HostLog.LogInFailed(_logger, fact.Agent.Value, fact.Reason ?? "");
        else if (fact.Kind == EngineOutputKind.TrunkStateChanged)
            HostLog.TrunkUnavailable(_logger, NameOf(fact.Trunk), fact.Reason ?? "no reason given");
        else if (fact.Kind == EngineOutputKind.CallsRefused && record is RefusalPattern pattern)
            HostLog.CallsRefused(_logger, fact.Campaign.Value, RefusalText.Of(pattern, NameOf));
        else if (fact.Kind == EngineOutputKind.CampaignStateChanged)
            HostLog.CampaignState(_logger, fact.Campaign.Value, Words.Word(fact.CampaignState));
        else if (fact.Kind == EngineOutputKind.DialModeChanged)
            HostLog.DialMode(_logger, fact.Campaign.Value, fact.DialMode, record);
        else if (fact.Kind == EngineOutputKind.AgentStateChanged)
            HostLog.AgentState(_logger, fact.Agent.Value, fact.AgentFrom, fact.AgentTo, fact.Reason);
        else if (fact.Kind == EngineOutputKind.CommandRefused)
            HostLog.CommandRefused(_logger, fact.Reason, fact.Agent.Value, fact.Campaign.Value);
    }

    /// <summary>What is to be sent is written down with the events that it is of.</summary>
    private async Task KeepEventsAsync(IReadOnlyList<EventRecord> events)
    {
        var deliveries = Webhooks.Of(events);
        await EventLog.AppendAsync(events, deliveries).ConfigureAwait(false);
        if (deliveries.Count > 0)
            _webhooks.Wake();
    }

    private async Task ForgetEventsAsync()
    {
        ForgetRecordings();
        while (await EventLog.ForgetAsync(_time.GetUtcNow()).ConfigureAwait(false) == EventTable.ForgottenAtOnce)
        {
            // More is left.
        }
    }

    /// <summary>On the events' task, as often as old events are let go.</summary>
    private void ForgetRecordings()
    {
        var media = _config.Media;
        if (media.KeepRecordingsFor == TimeSpan.Zero)
            return;
        try
        {
            int forgotten = new RecordingShelf(media.RecordingDirectory).ForgetBefore(DateOnly.FromDateTime((_time.GetUtcNow() - media.KeepRecordingsFor).UtcDateTime));
            if (forgotten > 0)
                HostLog.RecordingsForgotten(_logger, forgotten, media.KeepRecordingsFor.TotalDays);
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            HostLog.RecordingsKept(_logger, denied.Message);
        }
    }

    public string NameOf(CampaignId campaign) => _setup.Campaigns.FirstOrDefault(settings => settings.Id == campaign)?.Name ?? "unknown";

    private string NameOf(TrunkId trunk) => _trunks.NameOf(trunk);

    /// <summary>On the watch's thread. Calls in progress go on; the engine holds new ones back as for a consumer that is behind.</summary>
    private void OnOverload(string? why)
    {
        _overload = why;
        if (why is null)
            HostLog.OverloadPassed(_logger);
        else
            HostLog.Overloaded(_logger, why);
        _loop.Post(why is null ? EngineInput.OutletRelieved(OverloadName) : EngineInput.OutletCongested(OverloadName));
        _publisher.Offer(new DialerEvent { Type = "overload", At = _time.GetUtcNow(), State = why is null ? "passed" : "overloaded", Reason = why });
    }

    private void OnClock(ClockState state, TimeSpan difference)
    {
        if (state == ClockState.Steady)
            HostLog.ClockSteady(_logger);
        else
            HostLog.ClockStepped(_logger, state, difference);
    }

    /// <summary>What the store tells, on its writer's thread.</summary>
    private sealed class StoreWatch(RunningDialer dialer) : IStoreObserver
    {
        private const string Name = "store";

        public void Durable(long sequence) => dialer._lineOutlet.DurableMoved();

        public void ClaimRefused(AttemptId attempt, LeadId lead, CallId call)
        {
            HostLog.ClaimRefused(dialer._logger, attempt.Value);
            dialer._lineOutlet.Refuse(call);
        }

        public void Congested(string why)
        {
            HostLog.StoreCongested(dialer._logger, why);
            dialer._storeTrouble = $"the store is behind: {why}";
            dialer.Signal(EngineInput.OutletCongested(Name));
        }

        public void Relieved()
        {
            HostLog.StoreRelieved(dialer._logger);
            dialer._storeTrouble = null;
            dialer.Signal(EngineInput.OutletRelieved(Name));
        }
    }
}
