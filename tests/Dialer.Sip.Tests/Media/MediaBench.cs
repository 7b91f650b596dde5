using System.Collections.Concurrent;
using System.Net;
using Dialer.Line;
using Dialer.Sip.Media;
using Xunit;

namespace Dialer.Sip.Tests.Media;

/// <summary>Waits for conditions, with a bound that only a hung program reaches.</summary>
internal static class Eventually
{
    public static async Task True(Func<bool> condition, string what, int seconds = 30)
    {
        long deadline = Environment.TickCount64 + (seconds * 1000L);
        while (!condition())
        {
            if (Environment.TickCount64 > deadline)
                throw new TimeoutException($"Not within {seconds} s: {what}");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}

/// <summary>Hears a leg and keeps its frames, and remembers its events.</summary>
internal sealed class Ear : IAudioTap, IMediaLegObserver
{
    private readonly Lock _lock = new();
    private readonly List<short> _samples = [];
    private readonly List<AudioFrameFlags> _flags = [];

    public ConcurrentQueue<char> Digits { get; } = new();
    public ConcurrentQueue<(long Id, PlayEnd Reason)> PlaysEnded { get; } = new();
    public volatile bool MediaLost, MediaResumed, MediaStarted, FirstAfterBridge, DigitsSent;
    public long FirstAfterBridgeTimestamp;

    public void OnFrame(IHeardLeg leg, in AudioFrame frame)
    {
        lock (_lock)
        {
            _samples.AddRange(frame.Samples);
            _flags.Add(frame.Flags);
        }
    }

    public void OnDigit(MediaLeg leg, char digit, int durationMs) => Digits.Enqueue(digit);

    public void OnPlayEnded(MediaLeg leg, long playId, PlayEnd reason) => PlaysEnded.Enqueue((playId, reason));

    public void OnMediaLost(MediaLeg leg, TimeSpan silentFor) => MediaLost = true;

    public ConcurrentQueue<IPEndPoint> SecondSources { get; } = new();

    public void OnSecondSource(MediaLeg leg, IPEndPoint source) => SecondSources.Enqueue(source);

    public void OnMediaResumed(MediaLeg leg) => MediaResumed = true;

    public void OnMediaStarted(MediaLeg leg, long timestamp) => MediaStarted = true;

    public void OnDigitsSent(MediaLeg leg) => DigitsSent = true;

    public void OnFirstPacketAfterBridge(MediaLeg leg, long timestamp)
    {
        FirstAfterBridgeTimestamp = timestamp;
        FirstAfterBridge = true;
    }

    public short[] Samples
    {
        get
        {
            lock (_lock)
                return [.. _samples];
        }
    }

    public AudioFrameFlags[] Flags
    {
        get
        {
            lock (_lock)
                return [.. _flags];
        }
    }

    public void Forget()
    {
        lock (_lock)
        {
            _samples.Clear();
            _flags.Clear();
        }
    }

    /// <summary>The number of 100 ms blocks in which nearly all the power is at this frequency.</summary>
    public int BlocksOf(double frequencyHz, double share = 0.8)
    {
        short[] samples = Samples;
        int blocks = 0;
        for (int i = 0; i + 800 <= samples.Length; i += 800)
            if (Goertzel.Share(samples.AsSpan(i, 800), frequencyHz) >= share)
                blocks++;
        return blocks;
    }

    public Task Hears(double frequencyHz, int blocks = 5) => Eventually.True(() => BlocksOf(frequencyHz) >= blocks, $"{frequencyHz} Hz heard in {blocks} blocks");
}

/// <summary>An endless sine: a party that is told by its frequency.</summary>
internal sealed class Sine(double frequencyHz, double amplitude = 8000) : IAudioSource
{
    private long _sample;

    public bool NextFrame(Span<short> samples)
    {
        for (int i = 0; i < samples.Length; i++)
            samples[i] = (short)(amplitude * Math.Sin(2 * Math.PI * frequencyHz * (_sample++ % 8000) / 8000));
        return true;
    }
}

/// <summary>Two parties of the far side and the two legs between them: party one - leg one = leg two - party two. All on loopback sockets.</summary>
internal sealed class TwoCalls : IDisposable
{
    public MediaEngine Engine { get; }
    public MediaEngine Outside { get; }
    public MediaLeg PartyOne { get; }
    public MediaLeg LegOne { get; }
    public MediaLeg LegTwo { get; }
    public MediaLeg PartyTwo { get; }
    public Ear EarOne { get; } = new();
    public Ear EarTwo { get; } = new();
    public Ear EventsOne { get; } = new();
    public Ear EventsTwo { get; } = new();

    public TwoCalls(AudioCodec one = AudioCodec.Pcma, AudioCodec two = AudioCodec.Pcma, MediaEngineOptions? options = null)
    {
        Engine = new(options ?? TestPorts.Options());
        Outside = new(TestPorts.Options());
        LegOne = Engine.Open(EventsOne);
        LegTwo = Engine.Open(EventsTwo);
        PartyOne = Outside.Open(EarOne);
        PartyTwo = Outside.Open(EarTwo);
        Join(PartyOne, LegOne, one);
        Join(PartyTwo, LegTwo, two);
        PartyOne.AddTap(EarOne);
        PartyTwo.AddTap(EarTwo);
    }

    public static void Join(MediaLeg one, MediaLeg other, AudioCodec codec)
    {
        Assert.True(one.SetRemote(new() { Rtp = other.LocalRtp, Codec = codec, TelephoneEventPayloadType = 101 }));
        Assert.True(other.SetRemote(new() { Rtp = one.LocalRtp, Codec = codec, TelephoneEventPayloadType = 101 }));
    }

    public void Dispose()
    {
        Engine.Dispose();
        Outside.Dispose();
    }
}

internal static class TestPorts
{
    private static int _next = Random.Shared.Next(0, 200);

    /// <summary>A range of 200 ports for each engine of a test, above the product's default.</summary>
    public static MediaEngineOptions Options()
    {
        int first = 30000 + ((Interlocked.Increment(ref _next) % 100) * 200);
        return new() { FirstPort = first, LastPort = first + 199, Reactors = 2 };
    }

    public static MediaLeg Open(this MediaEngine engine, IMediaLegObserver? observer = null, bool nat = false, bool mux = false, MediaLeg? near = null)
    {
        Assert.True(engine.TryOpen(IPAddress.Loopback, out var leg, out var refusal, new() { Observer = observer, RemoteBehindNat = nat, RtcpMux = mux }, near), refusal.ToString());
        return leg;
    }
}
