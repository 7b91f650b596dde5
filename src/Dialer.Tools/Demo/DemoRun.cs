using System.Globalization;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Server.Files;
using Dialer.Server.Running;
using Dialer.Server.Service;
using Dialer.Store.Reports;

namespace Dialer.Tools.Demo;

/// <summary>One rehearsal from its first to its last second, without a word on the terminal.</summary>
public sealed class DemoRun : IAsyncDisposable
{
    private static readonly TimeSpan EndAtOnceWithin = TimeSpan.FromSeconds(2);

    private readonly long _began;
    private readonly DemoAgents _agents;
    private TimeSpan _startedAt;
    private TimeSpan? _endedAt;
    private TimeSpan _listShareAt = TimeSpan.FromSeconds(-10);
    private double _listShare;

    private DemoRun(DemoOptions options, DemoWorld world, RunningDialer dialer, string storePath)
    {
        Options = options;
        _began = options.Time.GetTimestamp();
        World = world;
        Dialer = dialer;
        StorePath = storePath;
        Truth = new TruthTable(world.Carrier);
        dialer.Facts.Read += Truth.OnFact;
        dialer.Facts.Read += NoteFirstConversation;
        _agents = new DemoAgents(dialer, world.Carrier, options.Seed);
    }

    public DemoOptions Options { get; }
    public DemoWorld World { get; }
    public RunningDialer Dialer { get; }
    public TruthTable Truth { get; }
    public string StorePath { get; }

    /// <summary>From the first moment at which the dialer could dial.</summary>
    public TimeSpan Elapsed => (_endedAt ?? SinceCommand) - _startedAt;

    public TimeSpan? FirstConversation { get; private set; }

    private TimeSpan SinceCommand => Options.Time.GetElapsedTime(_began);

    public bool AnalysisIsOn => Dialer.Setup.Campaigns[0].Analysis != AnalysisMode.Off;

    public CampaignId Campaign => Dialer.Setup.Campaigns[0].Id;

    public static DemoRun Create(DemoOptions options, ILoggerFactory logs)
    {
        PrivateFiles.FromNowOn();
        string storePath = Path.GetFullPath(options.Db ?? NewStorePath(options.Time));
        var world = DemoWorld.Start(options);
        string? list = ListFor(storePath, options);
        var dialer = new RunningDialer(world.Configuration(options, storePath, list), logs, new RunningOptions { Line = options.Line, StorePath = storePath, RecordTo = options.RecordTo, Time = options.Time });
        return new DemoRun(options, world, dialer, storePath);
    }

    /// <summary>Returns once the dialer dials.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await Dialer.StartAsync(cancellation).ConfigureAwait(false);
        _startedAt = SinceCommand;

        // The pacer may count on the answers still to come before this, and no longer.
        var end = Instant.From(Options.Time.GetUtcNow()) + Options.Length;
        Dialer.Tell(EngineInput.ConfigureCampaign(Dialer.Setup.Campaigns[0] with { PlannedEnd = end }));
        if (World.Scenario.InboundPerHour > 0)
            World.Carrier.StartInbound(Dialer.SipEndPoint, "+33199009999");
    }

    /// <summary>
    /// Dials until the time is up, the list has ended, a stop is asked for or the dialer cannot go on; then ends what is
    /// going on, and stops. True: orderly, and everything is stored.
    /// </summary>
    public async Task<bool> RunToEndAsync(StopSignals signals)
    {
        await UntilOverAsync(signals).ConfigureAwait(false);
        _agents.GoHome();
        bool isDrained = await Dialer.DrainAsync(DemoOptions.DrainWithin, signals.AtOnce).ConfigureAwait(false);
        _endedAt = SinceCommand;
        var stopping = Dialer.StopAsync();
        if (signals.AtOnce.IsCancellationRequested)
            await Task.WhenAny(stopping, Task.Delay(EndAtOnceWithin)).ConfigureAwait(false);
        else
            isDrained &= await stopping.ConfigureAwait(false);
        return isDrained;
    }

    private async Task UntilOverAsync(StopSignals signals)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(signals.Drain);
        await Task.WhenAny(Task.Delay(Options.Length, over.Token), Dialer.AllFinished, Dialer.Failed).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
    }

    /// <summary>Share of the list that will not be dialed again; read from the store at most once a second.</summary>
    public double ListShare
    {
        get
        {
            if (SinceCommand - _listShareAt > TimeSpan.FromSeconds(1) && !Dialer.IsStopped)
            {
                _listShareAt = SinceCommand;
                _listShare = Progress().Share;
            }
            return _listShare;
        }
    }

    public CampaignReport Report() => Dialer.Store.Report(Campaign);

    public ListProgress Progress() => Dialer.Store.Progress(Campaign);

    public async ValueTask DisposeAsync()
    {
        _agents.Dispose();
        await Dialer.DisposeAsync().ConfigureAwait(false);
        await World.DisposeAsync().ConfigureAwait(false);
    }

    private void NoteFirstConversation(EngineOutput fact, object? record)
    {
        if (FirstConversation is null && fact.Kind == EngineOutputKind.InteractionConnected)
            FirstConversation = SinceCommand;
    }

    private static string NewStorePath(TimeProvider time) =>
        Path.Combine(Path.GetTempPath(), "dialer-demo", string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyyMMdd-HHmmss}-{Environment.ProcessId}"), "demo.db");

    /// <summary>The list lies beside its store, so that a resumed one finds its own again. Null: the store was moved without it, and has its leads.</summary>
    private static string? ListFor(string storePath, DemoOptions options)
    {
        string list = storePath + ".leads.csv";
        if (File.Exists(list))
            return list;
        if (File.Exists(storePath))
            return null;
        Directory.CreateDirectory(Path.GetDirectoryName(storePath)!);
        DemoList.Write(list, options.Leads, options.Seed);
        return list;
    }
}
