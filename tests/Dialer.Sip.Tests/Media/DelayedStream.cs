using Dialer.Core.CallProgress;
using Dialer.Core.Ids;
using Dialer.Line;
using Dialer.Sip.Media;

namespace Dialer.Sip.Tests.Media;

/// <summary>Packets of 20 ms over a way whose delay changes, heard every 20 ms through a jitter buffer, in virtual time.</summary>
internal sealed class DelayedStream(short[] samples, Func<int, double> delayMs)
{
    private const int Frame = AudioCodecs.FrameSamples;
    private readonly (double At, int Packet)[] _arrivals =
        [.. Enumerable.Range(0, samples.Length / Frame).Select(i => (At: (20.0 * i) + delayMs(20 * i), Packet: i)).Where(packet => packet.At >= 0).Order()];

    public JitterBuffer Buffer { get; } = new();

    /// <summary>Packets that came when their moment was over.</summary>
    public int Late { get; private set; }

    /// <summary>Which packets were heard, in their order; -1: a frame without any.</summary>
    public List<int> Heard { get; } = [];

    /// <summary>What is concluded, and when: milliseconds from the first packet's arrival.</summary>
    public (CpaVerdict Verdict, int Ms) Judge(int tickPhaseMs = 7)
    {
        var analyzer = new CallProgressAnalyzer(CallProgressOptions.Default);
        analyzer.Answered();
        (CpaVerdict, int) found = (CpaVerdict.None, 0);
        Run(tickPhaseMs, (frame, flags, ms) =>
        {
            analyzer.Push(frame, flags.HasFlag(AudioFrameFlags.Lost) ? FrameFlags.Lost : FrameFlags.None);
            if (found.Item1 == CpaVerdict.None && analyzer.Verdict != CpaVerdict.None)
                found = (analyzer.Verdict, ms);
        });
        return found;
    }

    public delegate void Listener(ReadOnlySpan<short> frame, AudioFrameFlags flags, int ms);

    public void Run(int tickPhaseMs, Listener listener)
    {
        short[] frame = new short[Frame];
        double begin = _arrivals[0].At;
        int next = 0;
        for (int ms = tickPhaseMs; next < _arrivals.Length || ms < 20; ms += 20)
        {
            for (; next < _arrivals.Length && _arrivals[next].At <= begin + ms; next++)
                Put(_arrivals[next].Packet);
            for (int due = Buffer.FramesDue(isPause: false); due > 0; due--)
            {
                var flags = Buffer.Take(frame, out uint timestamp);
                Heard.Add(flags.HasFlag(AudioFrameFlags.Lost) ? -1 : (int)(timestamp / Frame));
                listener(frame, flags, ms);
            }
        }
    }

    private void Put(int packet)
    {
        if (!Buffer.Put((uint)(packet * Frame), samples.AsSpan(packet * Frame, Frame)))
            Late++;
    }
}
