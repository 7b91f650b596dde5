using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Dialer.Simulation.Loopback;
using Dialer.Simulation.Public;
using Dialer.Sip.Media;
using Dialer.Testing;
using Xunit;

namespace Dialer.Host.Tests.Peers;

/// <summary>
/// The whole program against peers that no one here wrote: SIPp as the carrier, baresip and SIPp as the agents' phones,
/// Kamailio as registrar and record-routing proxy between. The embedded carrier shares our stack, so that its bugs could
/// cancel ours: both must lead to the same stored outcomes.
/// </summary>
public sealed class PeersTests
{
    private static readonly StoredOutcome[] Plan = [.. PlanRun.Numbers.Order(StringComparer.Ordinal).Select(Expected)];

    private static StoredOutcome Expected(string number) => number[^2] switch
    {
        '1' => new(number, "Answered", "LiveVoice", true, false),
        '2' => new(number, "Answered", "AnsweringMachine", false, false),
        '3' => new(number, "Busy", "None", false, false),
        '4' => new(number, "Rejected", "None", false, false),
        '5' => new(number, "InvalidNumber", "None", false, false),
        _ => new(number, "NoAnswer", "None", false, false),
    };

    private static CalledParty PartyOf(string number) => new()
    {
        Kind = number[^2] switch
        {
            '1' => CalledPartyKind.Live,
            '2' => CalledPartyKind.Machine,
            '3' => CalledPartyKind.Busy,
            '4' or '5' => CalledPartyKind.Failure,
            _ => CalledPartyKind.NoAnswer,
        },
        SipStatus = number[^2] switch { '3' => 486, '4' => 603, '5' => 404, _ => 0 },
        After = TimeSpan.FromMilliseconds(300),
        Talk = TimeSpan.FromSeconds(3),
        Patience = TimeSpan.MaxValue,
        Variation = (ulong)(number[^1] - '0'),
    };

    [Fact]
    public async Task The_embedded_carrier_leads_to_the_planned_outcomes()
    {
        using var run = new PlanRun();
        await using var carrier = LoopbackCarrier.Start(new LoopbackCarrierOptions
        {
            Scenario = Scenario.Demo,
            Seed = 1,
            FirstMediaPort = 46_000,
            LastMediaPort = 46_299,
            Override = (number, _) => PartyOf(number),
        });
        await using var phones = AgentPhones.Start(2, firstMediaPort: 46_300, lastMediaPort: 46_399);
        string trunk = string.Create(CultureInfo.InvariantCulture, $"\"address\": \"127.0.0.1:{carrier.SipEndPoint.Port}\"");
        string[] direct = [.. Enumerable.Range(0, 2).Select(phones.UriOf)];
        Assert.Equal(Plan, await run.RunAsync(trunk, direct, via: false, firstMediaPort: 46_400));
    }

    [Fact]
    public async Task Sipp_baresip_and_kamailio_lead_to_the_same_stored_outcomes()
    {
        PeerProcess.Need("sipp", "baresip", "kamailio");
        using var run = new PlanRun();
        int proxyPort = PeerProcess.FreePort(), carrierPort = PeerProcess.FreePort(), softphonePort = PeerProcess.FreePort(), sippPhonePort = PeerProcess.FreePort();
        string recordings = Directory.CreateDirectory(run.PathOf("heard")).FullName;
        WriteFiles(run, proxyPort, carrierPort, softphonePort, sippPhonePort, recordings);

        using var proxy = PeerProcess.Start("kamailio", run.Folder, "-f", run.PathOf("kamailio.cfg"), "-DD", "-E", "-m", "32", "-M", "4", "-Y", run.Folder);
        using var carrier = PeerProcess.Start("sipp", run.Folder, "-sf", run.PathOf("carrier.xml"), "-i", "127.0.0.1", "-p", Text(carrierPort), "-nostdin", "-skip_rlimit", "-trace_err", "-mp", "47400");
        using var sippPhone = PeerProcess.Start("sipp", run.Folder, "-sf", run.PathOf("phone.xml"), "-i", "127.0.0.1", "-p", Text(sippPhonePort), "-mp", "47500", "-rtp_echo", "-nostdin", "-skip_rlimit", "-trace_err");
        await RegisterAsync(run, proxy, proxyPort);
        using var softphone = PeerProcess.Start("baresip", run.Folder, "-4", "-f", run.PathOf("baresip"));

        string trunk = string.Create(CultureInfo.InvariantCulture, $"\"address\": \"127.0.0.1:{proxyPort}\", \"user\": \"dialer\", \"password\": \"secret\", \"register\": true");
        string[] phones = [Agent("agent1", proxyPort), Agent("agent2", proxyPort)];
        IReadOnlyList<StoredOutcome> stored;
        try
        {
            await WaitAsync(() => softphone.Said.Contains("200 OK", StringComparison.Ordinal), "baresip did not register");
            stored = await run.RunAsync(trunk, phones, via: true, firstMediaPort: 46_700);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            throw new InvalidOperationException($"{failure.Message}\n--- kamailio\n{proxy.Said}\n--- carrier\n{Tail(carrier.Said)}\n{Errors(run)}\n--- baresip\n{softphone.Said}", failure);
        }
        Assert.Equal(Plan, stored);

        // What the softphone heard from the customers: their speech, through the relay.
        softphone.Stop();
        double heard = Directory.EnumerateFiles(recordings, "*dec.wav").Sum(LoudSeconds);
        Assert.True(heard > 0.5, $"baresip heard {heard} s of speech; {string.Join(' ', Directory.EnumerateFiles(recordings).Select(Path.GetFileName))}\n{softphone.Said}");
    }

    private static void WriteFiles(PlanRun run, int proxyPort, int carrierPort, int softphonePort, int sippPhonePort, string recordings)
    {
        run.Write("kamailio.cfg", PeerFiles.Kamailio(proxyPort, carrierPort));
        run.Write("carrier.xml", PeerFiles.SippCarrier(run.PathOf("person.alaw"), run.PathOf("machine.alaw")));
        run.Write("phone.xml", PeerFiles.SippPhone);
        run.Write("register.xml", PeerFiles.SippRegister("agent2", sippPhonePort));
        Directory.CreateDirectory(run.PathOf("baresip"));
        run.Write("baresip/config", PeerFiles.BaresipConfig(softphonePort, run.PathOf("voice.wav"), recordings, 47_600));
        run.Write("baresip/accounts", PeerFiles.BaresipAccount("agent1", proxyPort));
        run.Write("baresip/contacts", "");
        short[] room = GeneratedAudio.RoomTone(1, 3);
        File.WriteAllBytes(run.PathOf("person.alaw"), ALaw([.. GeneratedAudio.LiveGreeting(1), .. room, .. GeneratedAudio.Conversation(2), .. room]));
        File.WriteAllBytes(run.PathOf("voice.wav"), WavFile.Build(GeneratedAudio.Conversation(3, 40), 8000));
        File.WriteAllBytes(run.PathOf("machine.alaw"), ALaw([.. GeneratedAudio.MachineGreeting(1), .. room, .. room, .. room, .. room]));
    }

    private static async Task RegisterAsync(PlanRun run, PeerProcess proxy, int proxyPort)
    {
        for (int tries = 0; ; tries++)
        {
            using var register = PeerProcess.Start(
                "sipp", run.Folder, "-sf", run.PathOf("register.xml"), "-i", "127.0.0.1", "-p", Text(PeerProcess.FreePort()), "-m", "1", "-nostdin", "-skip_rlimit", "-timeout", "5s", Text("127.0.0.1:", proxyPort));
            if (await register.ExitAsync(TimeSpan.FromSeconds(20)) == 0)
                return;
            if (tries == 5)
                Assert.Fail($"the SIPp phone cannot register: {register.Said}\n{proxy.Said}");
        }
    }

    private static byte[] ALaw(short[] samples)
    {
        byte[] coded = new byte[samples.Length];
        G711.EncodeALaw(samples, coded);
        return coded;
    }

    private static string Agent(string user, int port) => string.Create(CultureInfo.InvariantCulture, $"sip:{user}@127.0.0.1:{port}");

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static string Text(string host, int port) => string.Create(CultureInfo.InvariantCulture, $"{host}{port}");

    private static string Tail(string text) => text[Math.Max(0, text.Length - 2_000)..];

    private static string Errors(PlanRun run) => string.Join('\n', Directory.EnumerateFiles(run.Folder, "*_errors.log").Select(File.ReadAllText));

    private static async Task WaitAsync(Func<bool> condition, string what)
    {
        for (int i = 0; i < 1_500; i++)
        {
            if (condition())
                return;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        Assert.Fail(what);
    }

    private static double LoudSeconds(string wav)
    {
        // The softphone was stopped while it wrote: its header knows no length, and the samples of 16 bits follow it to the end.
        byte[] file = File.ReadAllBytes(wav);
        int data = file.AsSpan().IndexOf("data"u8);
        if (data < 0)
            return 0;
        var samples = MemoryMarshal.Cast<byte, short>(file.AsSpan()[(data + 8)..]);
        int frame = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(24)) / 50, loud = 0;
        for (int at = 0; at + frame <= samples.Length; at += frame)
        {
            double energy = 0;
            foreach (short sample in samples.Slice(at, frame))
                energy += (double)sample * sample;
            if (energy / frame > 32768.0 * 32768.0 * 3.2e-5)
                loud++;
        }
        return loud * 0.02;
    }
}
