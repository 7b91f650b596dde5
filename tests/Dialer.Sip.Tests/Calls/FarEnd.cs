using System.Collections.Concurrent;
using System.Net;
using Dialer.Line;
using Dialer.Sip.Calls;
using Dialer.Sip.Media;
using Dialer.Sip.Stack;

namespace Dialer.Sip.Tests.Calls;

/// <summary>The other end of the line in these tests: a SIP endpoint with media that does what each test scripts.</summary>
internal sealed class FarEnd : ISipEndpointHandler, IDisposable
{
    private static int _ports = 10_000;
    private readonly Action<FarCall, SipMessage> _script;
    private readonly CallMedia _media;

    public FarEnd(Action<FarCall, SipMessage> script, int port = 0, CallMedia? media = null, IPAddress? address = null, int ports = 100, Func<SipEndpointOptions, SipEndpointOptions>? change = null, TimeSpan? reportsEvery = null)
    {
        _script = script;
        _media = media ?? CallMedia.Default;
        Address = address ?? IPAddress.Loopback;
        int first = 10_000 + (Interlocked.Add(ref _ports, ports) % (4_000 - ports));
        var mediaOptions = new MediaEngineOptions { FirstPort = first, LastPort = first + ports - 1, Reactors = 1 };
        Media = new MediaEngine(reportsEvery is { } every ? mediaOptions with { RtcpInterval = every, KeepAliveAfter = TimeSpan.Zero } : mediaOptions);
        var options = new SipEndpointOptions { BindAddress = Address, Port = port, UserAgent = "far end" };
        Endpoint = SipEndpoint.Start(change?.Invoke(options) ?? options, this);
    }

    public SipEndpoint Endpoint { get; }
    public MediaEngine Media { get; }

    /// <summary>For one call: it holds the call's keys.</summary>
    public CallSdp NewSdp() => new(Address, _media);

    public IPAddress Address { get; }

    public int Port => Endpoint.LocalEndPoint.Port;
    public ConcurrentQueue<FarCall> Calls { get; } = new();
    public ConcurrentQueue<string> Invites { get; } = new();

    void ISipEndpointHandler.OnIncomingCall(SipCall call, SipMessage invite)
    {
        Invites.Enqueue(invite.ToString());
        var far = new FarCall(this) { Sip = call };
        call.Handler = far;
        far.Sdp.TryReadOffer(invite, out var offer);
        far.Offer = offer;
        Calls.Enqueue(far);
        _script(far, invite);
    }

    public FarCall CallIn(IPEndPoint line, string number, string from = "+33611111111")
    {
        var far = new FarCall(this);
        far.OpenLeg();
        far.Sip = Endpoint.Invite(
            new SipInvite { Target = SipUri.ToUser(number, line), From = new SipIdentity("", SipUri.ToUser(from, Endpoint.LocalEndPoint)), Body = far.Sdp.Offer(far.Leg!) }, far);
        return far;
    }

    public void Dispose()
    {
        Endpoint.Dispose();
        Media.Dispose();
    }
}

/// <summary>One call at the far end.</summary>
internal sealed class FarCall(FarEnd end) : ISipCallHandler, IMediaLegObserver
{
    private readonly Lock _answering = new();
    private MediaLeg? _leg;

    public SipCall Sip { get; set; } = null!;
    public CallSdp Sdp { get; } = end.NewSdp();
    public CallOffer? Offer { get; set; }

    /// <summary>As <see cref="Answer"/> leaves it: a test that has heard of the 200 would be overtaken by the tone that follows it.</summary>
    public MediaLeg? Leg
    {
        get
        {
            lock (_answering)
                return _leg;
        }
    }

    public ToneEar Ear { get; } = new();
    public TaskCompletionSource<string> Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    public TaskCompletionSource Up { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    public Func<SipMessage, int>? RefuseOffers { get; set; }
    public int OffersSeen;

    /// <summary>The last that came in the call.</summary>
    public CallOffer? LastOffer { get; private set; }

    public void OpenLeg()
    {
        if (!end.Media.TryOpen(end.Address, out var leg, out var refusal, new MediaLegOptions { Observer = this }))
            throw new InvalidOperationException($"{refusal}");
        _leg = leg;
        leg.AddTap(Ear);
        if (Offer is not null)
            leg.SetRemote(Offer.Remote);
    }

    /// <summary>200 with our session, and a tone of ours from then on.</summary>
    public void Answer(double toneHz = 0)
    {
        lock (_answering)
        {
            OpenLeg();
            Sip.Answer(Sdp.Answer(_leg!, Offer!));
            if (toneHz > 0)
                _leg!.Play(Tone(toneHz), loop: true);
        }
        Up.TrySetResult();
    }

    public static Prompt Tone(double hz) => Tones.Build($"{hz} Hz", [new(hz, 0, 1000)]);

    /// <summary>Dies without a word: no BYE, no answers, no media.</summary>
    public bool Dead { get; set; }

    void ISipCallHandler.OnAnswered(SipCall call, SipMessage response)
    {
        if (Sdp.TryReadAnswer(response, out var remote))
            Leg!.SetRemote(remote);
        Up.TrySetResult();
    }

    /// <summary>Our offer inside the call was taken.</summary>
    public TaskCompletionSource ReInvited { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    void ISipCallHandler.OnReInviteAnswered(SipCall call, SipMessage response) => ReInvited.TrySetResult();

    void ISipCallHandler.OnFailed(SipCall call, in SipFailure failure) => Over.TrySetResult($"{failure.Cause} {failure.StatusCode}");

    void ISipCallHandler.OnEnded(SipCall call, in SipCallEnd ended)
    {
        Leg?.Dispose();
        Over.TrySetResult($"{ended.Cause}");
    }

    /// <summary>The answer to a REFER of ours that was declined.</summary>
    public TaskCompletionSource<int> Referred { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What came of a REFER of ours, in order.</summary>
    public ConcurrentQueue<int> ReferProgress { get; } = new();

    void ISipCallHandler.OnReferProgress(SipCall call, int statusCode)
    {
        ReferProgress.Enqueue(statusCode);
        Referred.TrySetResult(statusCode);
    }

    /// <summary>Keys that arrived as telephone-events.</summary>
    public ConcurrentQueue<char> Keys { get; } = new();

    void IMediaLegObserver.OnDigit(MediaLeg leg, char digit, int durationMs) => Keys.Enqueue(digit);

    void ISipCallHandler.OnOffer(SipCall call, SipMessage request)
    {
        Interlocked.Increment(ref OffersSeen);
        if (Dead)
            return;
        if (RefuseOffers?.Invoke(request) is { } status)
            call.RejectOffer(status);
        else if (Sdp.TryReadOffer(request, out var offer))
        {
            Leg!.SetRemote(offer.Remote);
            LastOffer = offer;
            call.AcceptOffer(Sdp.Answer(Leg, offer));
        }
    }
}

/// <summary>Counts frames in which one of the known test tones stands out.</summary>
internal sealed class ToneEar : IAudioTap
{
    private readonly ConcurrentDictionary<int, int> _frames = new();
    private int _loud, _all;

    public static readonly int[] Known = [400, 440, 620, 700, 880, 1000, 1175, 1300];

    /// <summary>Frames with audio of any kind above -45 dBov.</summary>
    public int Loud => Volatile.Read(ref _loud);

    public int Frames => Volatile.Read(ref _all);

    public int Heard(int hz) => _frames.GetValueOrDefault(hz);

    public void OnFrame(IHeardLeg leg, in AudioFrame frame)
    {
        if ((frame.Flags & (AudioFrameFlags.Lost | AudioFrameFlags.NoMediaYet)) != 0)
            return;
        Interlocked.Increment(ref _all);
        double energy = 0;
        foreach (short sample in frame.Samples)
            energy += (double)sample * sample;
        if (energy / frame.Samples.Length < 32768.0 * 32768.0 * 3.2e-5)
            return;
        Interlocked.Increment(ref _loud);
        foreach (int hz in Known)
        {
            if (Power(frame.Samples, hz) > 0.8 * energy)
                _frames.AddOrUpdate(hz, 1, (_, count) => count + 1);
        }
    }

    // The share of the frame's energy at one frequency (a DFT bin of 20 ms).
    private static double Power(ReadOnlySpan<short> samples, double hz)
    {
        double re = 0, im = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            double angle = 2 * Math.PI * hz * i / 8000;
            re += samples[i] * Math.Cos(angle);
            im += samples[i] * Math.Sin(angle);
        }
        return 2 * ((re * re) + (im * im)) / samples.Length;
    }
}
