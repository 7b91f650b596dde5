using System.Net;
using System.Net.Sockets;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Server.Configuration;
using Dialer.Server.Running;
using Dialer.Server.Service;
using Dialer.Server.Terminal;
using Dialer.Simulation.Loopback;
using Dialer.Simulation.Public;
using Dialer.Sip.Calls;
using Dialer.Store;
using Dialer.Testing;
using Dialer.Tools.Demo;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Dialer.Server.Tests.Running;

/// <summary>A carrier that is not there: dialing pauses, no lead pays for it, and it goes on by itself.</summary>
[Collection(TelephoneLineCollection.Name)]
public sealed class TrunkOutageTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dialer-outage");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Dialing_pauses_burns_no_attempt_and_resumes_by_itself()
    {
        int port = FreePort();
        await using var phones = AgentPhones.Start(1);
        using var signals = StopSignals.Listen();
        await using var service = new DialerService(Configuration(port, phones.UriOf(0)), NullLoggerFactory.Instance, new RunningOptions { Line = TelephoneLine.Make });
        var dialer = service.Dialer;
        var away = Fact(dialer, fact => fact.Kind == EngineOutputKind.TrunkStateChanged && !fact.IsAvailable);
        var talking = Fact(dialer, fact => fact.Kind == EngineOutputKind.InteractionConnected);
        await service.StartAsync(TestContext.Current.CancellationToken);
        var running = service.RunAsync(signals);
        var agent = new AgentId(dialer.View().Agents[0].Id);
        dialer.Tell(EngineInput.AgentReady(agent));

        await away.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.False(dialer.View().Trunks[0].Available);
        Assert.True(dialer.Store.Flush(Patience));
        Assert.Equal(0, dialer.Store.Progress(new CampaignId(1)).Exhausted);

        var everybodyAnswers = Scenario.Demo with { Answer = new AnswerShares { Live = 1, Machine = 0, Busy = 0 } };
        await using var carrier = LoopbackCarrier.Start(new LoopbackCarrierOptions { Scenario = everybodyAnswers, Seed = 5, Port = port });
        await talking.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.True(dialer.View().Trunks[0].Available);

        signals.Count();
        Assert.Equal(ExitCode.Ok, await running.WaitAsync(Patience, TestContext.Current.CancellationToken));
        var report = StoreReader.Open(Path.Combine(_folder.FullName, "data", "dialer.db")).Report(new CampaignId(1));
        Assert.Equal(report.Attempts, report.OutcomesStored);
        Assert.Equal(0, report.Leads.Exhausted);
    }

    private DialerConfig Configuration(int port, string phone)
    {
        DemoList.Write(PathOf("list.csv"), 20, seed: 3);
        File.Copy(Repository.File("samples", "announcement.wav"), PathOf("announcement.wav"));
        File.WriteAllText(PathOf("dialer.json"), $$"""
            {
              "sip": { "bind": "127.0.0.1", "port": 0 },
              "http": { "port": 0 },
              "drainSeconds": 1,
              "trunks": [ { "name": "carrier", "address": "127.0.0.1:{{port}}", "callerId": "+33199001234" } ],
              "agents": [ { "name": "ana", "phone": "{{phone}}", "logIn": true } ],
              "campaigns": [ {
                "name": "renewals", "mode": "progressive", "analysis": "off", "announcement": "announcement.wav",
                "calling": { "hours": [ { "days": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], "from": "00:00", "to": "24:00" } ] },
                "lists": [ { "file": "list.csv", "country": "FR" } ]
              } ]
            }
            """);
        var reading = ConfigFile.Read(PathOf("dialer.json"));
        Assert.Empty(reading.Errors);
        return reading.Config!;
    }

    private static Task Fact(RunningDialer dialer, Func<EngineOutput, bool> wanted)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        dialer.Facts.Read += (fact, _) =>
        {
            if (wanted(fact))
                seen.TrySetResult();
        };
        return seen.Task;
    }

    /// <summary>Free a moment ago, and taken by the carrier later.</summary>
    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
