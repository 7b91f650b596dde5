using System.Globalization;

namespace Dialer.Server.Running;

/// <summary>
/// When this machine has more to do than it can: packets leave too late to be heard well, inputs wait for the engine, or the
/// process itself is not run. Judged over the last two seconds, so that one hiccup stops nothing; passed when five seconds were
/// good, so that dialing does not flap.
/// </summary>
internal sealed class OverloadRule
{
    public static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>A late packet is one that a jitter buffer of the usual 40 to 60 ms has given up.</summary>
    public const double LatePacketShare = 0.10;
    private const int FewestPackets = 100;

    public static readonly TimeSpan LoopLag = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan NotRun = TimeSpan.FromMilliseconds(750);

    private const int Remembered = 10;
    private const int BadOfRemembered = 3;
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(5);

    private readonly Queue<Look> _looks = new();
    private TimeSpan _good;

    /// <summary>What is wrong; null: nothing, or no longer.</summary>
    public string? Why { get; private set; }

    /// <param name="NotRun">How much later than asked for the look came.</param>
    /// <param name="Loop">How long the input that waited longest had waited for the engine.</param>
    /// <param name="Packets">Paced since the last look.</param>
    /// <param name="LatePackets">Of these, 50 ms late or more.</param>
    public readonly record struct Look(TimeSpan NotRun, TimeSpan Loop, long Packets, long LatePackets)
    {
        public bool IsBad => NotRun >= OverloadRule.NotRun || Loop >= LoopLag || PacketsAreLate;

        private bool PacketsAreLate => LatePackets > 0 && Packets >= FewestPackets * LookEvery.TotalSeconds && LatePackets >= LatePacketShare * Packets;
    }

    /// <summary>True: <see cref="Why"/> began or ended.</summary>
    public bool Take(in Look look)
    {
        _looks.Enqueue(look);
        if (_looks.Count > Remembered)
            _looks.Dequeue();
        _good = look.IsBad ? TimeSpan.Zero : _good + LookEvery + look.NotRun;
        if (Why is null && _looks.Count(one => one.IsBad) >= BadOfRemembered)
        {
            Why = Describe();
            return true;
        }
        if (Why is null || _good < GoodFor)
            return false;
        Why = null;
        return true;
    }

    private string Describe()
    {
        var worst = new List<string>();
        long packets = _looks.Sum(look => look.Packets), late = _looks.Sum(look => look.LatePackets);
        if (packets > 0 && late >= LatePacketShare * packets)
            worst.Add(string.Create(CultureInfo.InvariantCulture, $"{100.0 * late / packets:0} % of the packets left 50 ms late or more"));
        if (_looks.Max(look => look.Loop) is var loop && loop >= LoopLag)
            worst.Add(string.Create(CultureInfo.InvariantCulture, $"the engine's inputs waited {loop.TotalMilliseconds:0} ms"));
        if (_looks.Max(look => look.NotRun) is var notRun && notRun >= NotRun)
            worst.Add(string.Create(CultureInfo.InvariantCulture, $"the program was not run for {notRun.TotalMilliseconds:0} ms"));
        return worst.Count == 0 ? "packets leave late" : string.Join(", ", worst);
    }
}
