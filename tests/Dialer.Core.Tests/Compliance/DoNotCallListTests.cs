using Dialer.Core.Compliance;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Compliance;

public sealed class DoNotCallListTests
{
    private static readonly CampaignId One = new(1), Two = new(2);
    private static readonly Instant Now = Instant.From(new DateTimeOffset(2026, 11, 16, 12, 0, 0, TimeSpan.Zero));
    private static readonly Instant Later = Now + TimeSpan.FromDays(3);

    private static DoNotCallMark Mark(DoNotCallKind kind, CampaignId campaign = default, Instant? until = null) => new(kind, campaign, until ?? Instant.Never);

    [Fact]
    public void A_number_is_not_called_while_any_list_that_binds_the_campaign_has_it()
    {
        var list = new DoNotCallList();
        list.Add("+33199001234", Mark(DoNotCallKind.Campaign, One));
        Assert.Equal((Instant.Never, Instant.Epoch), (list.Until("+33199001234", One, Now), list.Until("+33199001234", Two, Now)));
        list.Add("+33199001234", Mark(DoNotCallKind.National, until: Later));
        Assert.Equal((Instant.Never, Later), (list.Until("+33199001234", One, Now), list.Until("+33199001234", Two, Now)));
        Assert.Equal(Instant.Epoch, list.Until("+33199001234", Two, Later));
        list.Add("+33199001234", DoNotCallMark.Company);
        list.Remove(new DoNotCallEntries(Mark(DoNotCallKind.Campaign, One), ["+33199001234"]));
        list.Remove(new DoNotCallEntries(Mark(DoNotCallKind.National), ["+33199001234"]));
        Assert.Equal(Instant.Never, list.Until("+33199001234", Two, Later));
        list.Remove(new DoNotCallEntries(DoNotCallMark.Company, ["+33199001234"]));
        Assert.Equal(Instant.Epoch, list.Until("+33199001234", One, Now));
    }

    [Fact]
    public void An_entry_given_again_has_the_end_that_was_given_last()
    {
        var list = new DoNotCallList();
        list.Add("+33199001234", Mark(DoNotCallKind.National, until: Later));
        list.Add("+33199001234", Mark(DoNotCallKind.National));
        Assert.Equal(Instant.Never, list.Until("+33199001234", One, Now));
        list.Add("+33199001234", Mark(DoNotCallKind.National, until: Later));
        Assert.Equal(Later, list.Until("+33199001234", One, Now));
    }

    [Theory]
    [InlineData("+33899123456", true)]
    [InlineData("+338", true)]
    [InlineData("+33", false)]
    [InlineData("+33799123456", false)]
    [InlineData("+441234567890", true)] // by its own whole number
    public void A_star_stands_for_all_that_begin_so(string number, bool isListed)
    {
        var list = new DoNotCallList();
        list.Add(new DoNotCallEntries(DoNotCallMark.Company, ["+338*", "+441234567890"]));
        Assert.Equal(isListed ? Instant.Never : Instant.Epoch, list.Until(number, One, Now));
    }

    /// <summary>Against sets of entries that are looked through one by one.</summary>
    [Fact]
    public void A_random_history_of_lists_reads_as_it_was_written()
    {
        var random = new SeededRandom(77);
        var list = new DoNotCallList();
        var known = new Dictionary<(string, DoNotCallKind, CampaignId), Instant>();
        for (int step = 0; step < 20_000; step++)
        {
            string number = $"+3319900{random.Next(300):0000}";
            var kind = (DoNotCallKind)random.Next(3);
            var campaign = kind == DoNotCallKind.Campaign ? new CampaignId(1 + random.Next(2)) : default;
            var until = random.Next(2) == 0 ? Instant.Never : Now + TimeSpan.FromDays(random.Next(20));
            if (random.Next(3) == 0)
            {
                list.Remove(new DoNotCallEntries(Mark(kind, campaign), [number]));
                known.Remove((number, kind, campaign));
            }
            else
            {
                list.Add(number, Mark(kind, campaign, until));
                known[(number, kind, campaign)] = until;
            }
            var asked = new CampaignId(1 + random.Next(2));
            var at = Now + TimeSpan.FromDays(random.Next(20));
            var expected = known.Where(entry => entry.Key.Item1 == number && (entry.Key.Item3.Value == 0 || entry.Key.Item3 == asked) && at < entry.Value).Select(entry => entry.Value).DefaultIfEmpty(Instant.Epoch).Max();
            Assert.Equal(expected, list.Until(number, asked, at));
        }
    }

    [Fact]
    public void Asking_allocates_nothing()
    {
        var list = new DoNotCallList();
        list.Add(new DoNotCallEntries(Mark(DoNotCallKind.National), [.. Enumerable.Range(0, 1_000).Select(number => $"+33199{number:000000}"), "+338*"]));
        long until = 0;
        SteadyState.AllocatesNothing(() => until += list.Until("+33199000123", One, Now).Ticks & 1);
        Assert.True(until >= 0);
    }
}
