using System.Net;
using System.Net.Sockets;
using Dialer.Core.Attempts;
using Dialer.Core.Callers;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Line;
using Dialer.Lists.Import;
using Dialer.Server.Configuration;
using Dialer.Server.Terminal;
using Dialer.Simulation.Loopback;
using Dialer.Simulation.Public;
using Dialer.Tools.Simulate;

namespace Dialer.Tools.Demo;

/// <summary>
/// The world around a rehearsal: a carrier with its called public and the agents' phones, both on the loopback
/// interface; and the configuration that a person would write to dial into it.
/// </summary>
public sealed class DemoWorld : IAsyncDisposable
{
    public const string CampaignName = "demo";
    private const string AnnouncementName = "announcement/demo";

    private DemoWorld(Scenario scenario, LoopbackCarrier carrier, AgentPhones phones)
    {
        Scenario = scenario;
        Carrier = carrier;
        Phones = phones;
    }

    public Scenario Scenario { get; }
    public LoopbackCarrier Carrier { get; }
    public AgentPhones Phones { get; }

    public static DemoWorld Start(DemoOptions options)
    {
        var scenario = ReadScenario(options);
        try
        {
            var audio = options.AudioDirectory is { } directory ? AudioLibrary.FromDirectory(directory) : null;
            var carrier = LoopbackCarrier.Start(new LoopbackCarrierOptions { Scenario = scenario, Seed = options.Seed, Audio = audio, Time = options.Time });
            return new DemoWorld(scenario, carrier, AgentPhones.Start(options.Agents ?? scenario.Agents));
        }
        catch (ArgumentException wrong)
        {
            throw new Trouble(ExitCode.Usage, $"--audio: {wrong.Message}", wrong);
        }
        catch (SocketException taken)
        {
            throw Trouble.Unreachable($"The embedded carrier cannot listen on the loopback interface: {taken.Message}", taken);
        }
    }

    /// <param name="listFile">Null: the store has its leads already.</param>
    public DialerConfig Configuration(DemoOptions options, string storePath, string? listFile)
    {
        var trunk = new TrunkOptions
        {
            Id = new TrunkId(1),
            Name = "loopback carrier",
            Address = Carrier.SipEndPoint.Address.ToString(),
            Port = Carrier.SipEndPoint.Port,
            CallerId = "+33199009999",
            Channels = Scenario.TrunkChannels,
            CallsPerSecond = Scenario.TrunkCallsPerSecond,
        };
        var queue = new QueueSettings(new QueueId(1), "demo", [], 0, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30));
        ImportOptions[] lists = listFile is null ? [] : [new ImportOptions(listFile, "demo", "FR")];
        return new DialerConfig
        {
            DataDirectory = Path.GetDirectoryName(Path.GetFullPath(storePath))!,
            Sip = new SipConfig(IPAddress.Loopback, 0, null, 20_000, 29_999),
            Http = new HttpConfig(IPAddress.Loopback, 0, null, []),
            Trunks = [trunk],
            Queues = [new QueueConfig(queue, Recording: null)],
            Agents = [.. Enumerable.Range(0, Phones.Count).Select(Agent)],
            Campaigns = [new CampaignConfig(Campaign(options, trunk, queue), lists, Start: true)],
            CallerRules = [new CallerRule("callers", CallerTarget.Queue(queue.Name))],
            DoNotCall = [],
            PromptFiles = new Dictionary<string, string>(),
            Prompts = new Dictionary<string, LineSound> { [AnnouncementName] = new(Carrier.SpokenPrompt.Samples) },
            DrainWithin = DemoOptions.DrainWithin,
            LogLevel = LogLevel.Warning,
            LogLevels = new Dictionary<string, LogLevel>(),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await Phones.DisposeAsync().ConfigureAwait(false);
        await Carrier.DisposeAsync().ConfigureAwait(false);
    }

    private AgentConfig Agent(int phone) =>
        new($"agent {phone + 1}", new AgentPhone(Phones.UriOf(phone)), [], [CampaignName], LogIn: true);

    private CampaignSettings Campaign(DemoOptions options, TrunkOptions trunk, QueueSettings queue)
    {
        // A moment more than the public needs at most, so that who picks up last is not given up just then.
        var ring = TimeSpan.FromSeconds(Scenario.Ring.TimeoutSeconds + 1);
        var lawful = TimeSpan.FromSeconds(15);
        return new CampaignSettings
        {
            Id = default,
            Name = CampaignName,
            Trunk = trunk.Id,
            Queue = queue.Id,
            Abandon = Scenario.Abandon,
            Announcement = AnnouncementName,
            RingTimeout = ring,
            MinimumRing = ring < lawful ? ring : lawful,
            Analysis = options.Analysis ?? Scenario.Analysis.Mode,
            Retry = Retry(options.RetryAfter),
            Calling = CallingRules.Always,
            WrapUpLimit = TimeSpan.FromSeconds(30),
        };
    }

    private static RetryRules Retry(TimeSpan after) => new(2,
    [
        new(CallResult.Busy, CpaVerdict.None, after, 2),
        new(CallResult.NoAnswer, CpaVerdict.None, after, 2),
        new(CallResult.Congestion, CpaVerdict.None, after, 2),

        // Once is enough, also where it was the agent who heard that it is a machine.
        new(CallResult.Answered, CpaVerdict.AnsweringMachine, after, 1),
    ])
    {
        RestAfterAbandon = null,
        TrunkFaultDelay = after,
    };

    private static Scenario ReadScenario(DemoOptions options)
    {
        // Shares that a file leaves out are the schema's; times are the demo's own, so that a minute shows something.
        if (options.ScenarioFile is not { } file)
            return options.Scenario;
        var scenario = ScenarioFile.Read(file, Scenario.Demo with { Answer = Scenario.Default.Answer });
        return scenario.Queues.Count == 0 ? scenario
            : throw Trouble.Usage($"{file}: has queues, a service desk: the demo dials a list. 'dialer simulate --scenario {file}' rehearses it.");
    }
}
