using System.Globalization;
using Dialer.Client;
using Dialer.Server.Configuration;
using Dialer.Server.Running;
using Dialer.Server.Service;
using Dialer.Simulation.Loopback;
using Dialer.Simulation.Public;
using Dialer.Sip.Calls;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Dialer.Server.Tests.Http;

/// <summary>A dialer of whose business nothing is configured: a trunk to an embedded carrier, phones that nobody has yet, an empty store, and the generated client.</summary>
public sealed class EmptyCentre : IAsyncLifetime
{
    public const int PhoneCount = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dialer-empty-centre");
    private readonly StopSignals _signals = StopSignals.Listen();
    private AgentPhones _phones = null!;
    private DialerService _service = null!;
    private Task<int> _running = null!;
    private HttpClient _http = null!;

    public LoopbackCarrier Carrier { get; private set; } = null!;

    public DialerClient Client { get; private set; } = null!;

    public string PhoneOf(int phone) => _phones.UriOf(phone);

    public void Call(string number, string from) => Carrier.PlaceInbound(_service.Dialer.SipEndPoint, number, from);

    public async ValueTask InitializeAsync()
    {
        var everybodyAnswers = Scenario.Demo with
        {
            Answer = new AnswerShares { Live = 1, Machine = 0, Busy = 0 },
            TalkSeconds = Distribution.Gamma(600, 4, 400),
        };
        Carrier = LoopbackCarrier.Start(new LoopbackCarrierOptions { Scenario = everybodyAnswers, Seed = 7 });
        _phones = AgentPhones.Start(PhoneCount);
        string config = Path.Combine(_folder.FullName, "dialer.json");
        await File.WriteAllTextAsync(config, string.Create(CultureInfo.InvariantCulture, $$"""
            {
              "sip": { "bind": "127.0.0.1", "port": 0 },
              "http": { "port": 0, "token": "{{RunningService.Token}}" },
              "media": { "agentSilentAfterSeconds": 0, "lostAfterSeconds": 0 },
              "drainSeconds": 1,
              "trunks": [ { "name": "carrier", "address": "{{Carrier.SipEndPoint}}", "channels": 40, "callsPerSecond": 20, "callerId": "+33199001234" } ]
            }
            """));
        var reading = ConfigFile.Read(config);
        Assert.Empty(reading.Errors);
        _service = new DialerService(reading.Config!, NullLoggerFactory.Instance, new RunningOptions { Line = TelephoneLine.Make });
        await _service.StartAsync(CancellationToken.None);
        _running = _service.RunAsync(_signals);
        _http = new HttpClient(new DocumentedAnswers(new SocketsHttpHandler())) { BaseAddress = _service.HttpAddress, Timeout = Patience };
        _http.DefaultRequestHeaders.Authorization = new("Bearer", RunningService.Token);
        Client = new DialerClient(_http);
    }

    public async ValueTask DisposeAsync()
    {
        _signals.Count();
        await _running.WaitAsync(Patience);
        _http.Dispose();
        await _service.DisposeAsync();
        await _phones.DisposeAsync();
        await Carrier.DisposeAsync();
        _signals.Dispose();
        _folder.Delete(recursive: true);
    }
}
