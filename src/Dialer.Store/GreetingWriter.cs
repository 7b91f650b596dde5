using Dialer.Core.CallProgress;
using Dialer.Core.Ids;
using Dialer.Line;

namespace Dialer.Store;

/// <summary>Machines' greetings and what is known of who answered. Numbers beyond the memory's bound go, the oldest first.</summary>
internal static class GreetingWriter
{
    private const int TrimEvery = 4096;

    public static void Learn(StoreSession session, LearnedGreeting learned, long sequence)
    {
        var row = new { number = learned.Number, campaign = learned.Campaign.Value, trunk = learned.Trunk.Value, print = Text(learned.Print), at = StoredTime.Us(learned.At) };
        session.Execute(learned.IsShared
            ? "INSERT INTO announcements (campaign_id, trunk_id, print, learned_at_us) VALUES (@campaign, @trunk, @print, @at) ON CONFLICT DO NOTHING"
            : """
              INSERT INTO greetings (number, campaign_id, trunk_id, print, learned_at_us) VALUES (@number, @campaign, @trunk, @print, @at)
              ON CONFLICT (number) DO UPDATE SET campaign_id = excluded.campaign_id, trunk_id = excluded.trunk_id, print = excluded.print, learned_at_us = excluded.learned_at_us
              """, row);
        if (sequence % TrimEvery == 0)
            Trim(session);
    }

    /// <summary>What no memory would hold.</summary>
    public static int Trim(StoreSession session, int most = GreetingMemory.MostNumbers) => session.Execute(
        "DELETE FROM greetings WHERE learned_at_us <= (SELECT learned_at_us FROM greetings ORDER BY learned_at_us DESC LIMIT 1 OFFSET @most)", new { most });

    public static int Forget(StoreSession session, IEnumerable<string> numbers) =>
        session.Execute("DELETE FROM greetings WHERE number = @number", numbers.Select(number => new { number }));

    /// <summary>The oldest first, announcements before numbers.</summary>
    public static IEnumerable<LearnedGreeting> Read(StoreSession session)
    {
        foreach (var (campaign, trunk, print, at) in session.Stream<(long Campaign, long Trunk, string Print, long At)>("SELECT campaign_id, trunk_id, print, learned_at_us FROM announcements ORDER BY learned_at_us"))
            yield return new LearnedGreeting("", new CampaignId((int)campaign), new TrunkId((int)trunk), Print(print), IsShared: true, StoredTime.ToInstant(at));
        foreach (var (number, campaign, trunk, print, at) in session.Stream<(string Number, long Campaign, long Trunk, string Print, long At)>("SELECT number, campaign_id, trunk_id, print, learned_at_us FROM greetings ORDER BY learned_at_us"))
            yield return new LearnedGreeting(number, new CampaignId((int)campaign), new TrunkId((int)trunk), Print(print), IsShared: false, StoredTime.ToInstant(at));
    }

    public static void Heard(StoreSession session, int run, HeardAnswer heard) => session.Execute(
        "UPDATE attempts SET heard_rule = @rule, heard_proof = @proof, heard_phrase = @phrase, heard_ring = @ring WHERE run_id = @run AND call_id = @call",
        new
        {
            run,
            call = heard.Call.Value,
            rule = heard.Rule.ToString(),
            proof = heard.Proof == AnswerProof.None ? null : heard.Proof.ToString(),
            ring = heard.Ring.ToString(),
            phrase = heard.Phrase is { } phrase ? PhraseText.Write(phrase) : null,
        });

    private static string Text(in GreetingPrint print)
    {
        Span<byte> bytes = stackalloc byte[GreetingPrint.Bytes];
        print.Write(bytes);
        return Convert.ToBase64String(bytes);
    }

    /// <summary>What somebody has written over is a print without shape, which is no greeting.</summary>
    private static GreetingPrint Print(string text)
    {
        Span<byte> bytes = stackalloc byte[GreetingPrint.Bytes];
        return Convert.TryFromBase64String(text, bytes, out int count) && count == bytes.Length ? GreetingPrint.Read(bytes) : default;
    }
}
