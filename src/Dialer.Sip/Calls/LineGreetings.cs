using System.Globalization;
using Dialer.Core.CallProgress;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Line;

namespace Dialer.Sip.Calls;

/// <summary>
/// What the line remembers of machines' greetings: by number, and by campaign and trunk what several numbers share. It
/// tells what it learns and forgets, so that somebody keeps it. For the line's thread.
/// </summary>
internal sealed class LineGreetings(TimeProvider time)
{
    /// <summary>Calls whose agent may still say what answered; the oldest makes room.</summary>
    private const int MostAwaited = 4096;

    private readonly GreetingMemory _memory = new();
    private readonly Dictionary<CallId, HeardGreeting> _awaited = [];
    private readonly Queue<CallId> _order = [];

    /// <summary>Numbers whose machine is known.</summary>
    public int Numbers => _memory.Numbers;

    public Action<LearnedGreeting>? Learned { get; set; }

    /// <summary>The number of a greeting that was wrong.</summary>
    public Action<string>? Forgot { get; set; }

    /// <summary>Gives the analyzer of a call what is known beforehand.</summary>
    public void Prepare(CallProgressAnalyzer analyzer, CampaignId campaign, TrunkId trunk, string? number)
    {
        GreetingPrint machine = default;
        if (TryKey(number, out ulong key))
            _memory.TryFind(key, out machine);
        analyzer.Remember(machine, _memory.AnnouncementsOf(NetworkOf(campaign, trunk)));
    }

    /// <summary>What earlier runs learned, the oldest first.</summary>
    public void Restore(IEnumerable<LearnedGreeting> greetings)
    {
        foreach (var greeting in greetings)
        {
            if (greeting.IsShared)
                _memory.RestoreAnnouncement(NetworkOf(greeting.Campaign, greeting.Trunk), greeting.Print);
            else if (TryKey(greeting.Number, out ulong key))
                _memory.Restore(key, NetworkOf(greeting.Campaign, greeting.Trunk), greeting.Print);
        }
    }

    /// <summary>A machine that is beyond doubt.</summary>
    public void Learn(in HeardGreeting heard)
    {
        if (!TryKey(heard.Number, out ulong key))
            return;
        var scope = _memory.Learn(key, NetworkOf(heard.Campaign, heard.Trunk), heard.Print);
        if (scope == MemoryScope.None)
            return;
        LearnedGreeting learned = new(heard.Number!, heard.Campaign, heard.Trunk, heard.Print, IsShared: false, Instant.From(time.GetUtcNow()));
        Learned?.Invoke(learned);
        if (scope == MemoryScope.Network)
            Learned?.Invoke(learned with { IsShared = true });
    }

    /// <summary>What answered is in doubt until the agent says it.</summary>
    public void Await(CallId call, in HeardGreeting heard)
    {
        if (!_awaited.TryAdd(call, heard))
            return;
        _order.Enqueue(call);
        if (_order.Count > MostAwaited)
            _awaited.Remove(_order.Dequeue());
    }

    /// <summary>The agent's word on a call: a machine's greeting is learned, one that was recognised and is a person's forgotten.</summary>
    public void AgentSaid(CallId call, bool wasMachine)
    {
        if (!_awaited.TryGetValue(call, out var heard))
            return;
        if (wasMachine)
            Learn(heard);
        else if (heard.Matched == MemoryScope.Number && Forget(heard.Number))
            Forgot?.Invoke(heard.Number!);
    }

    public bool Forget(string? number)
    {
        if (!TryKey(number, out ulong key))
            return false;
        foreach (var (call, heard) in _awaited)
            if (heard.Number == number)
                _awaited.Remove(call);
        return _memory.Forget(key);
    }

    private static long NetworkOf(CampaignId campaign, TrunkId trunk) => ((long)campaign.Value << 32) | (uint)trunk.Value;

    private static bool TryKey(string? number, out ulong key)
    {
        key = 0;
        return number is not null && ulong.TryParse(number.AsSpan().TrimStart('+'), NumberStyles.None, CultureInfo.InvariantCulture, out key);
    }
}
