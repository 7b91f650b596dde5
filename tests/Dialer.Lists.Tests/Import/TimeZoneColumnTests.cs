using Dialer.Core.Ids;
using Dialer.Lists.Import;
using Dialer.Store;
using Dialer.Testing;
using Xunit;

namespace Dialer.Lists.Tests.Import;

/// <summary>What a list says of the time, against the place of the number.</summary>
public sealed class TimeZoneColumnTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DialerStore _store;
    private readonly CampaignId _campaign;

    public TimeZoneColumnTests()
    {
        _store = DialerStore.Open(new StoreOptions(Path.Combine(_folder.Path, "dialer.db")), new RecordingObserver());
        _campaign = _store.EnsureCampaign("campaign");
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    // The clock of the row, the clock of the number, and what is noted of the cell.
    [Theory]
    [InlineData("US", "(212) 555-0121", "EST", "America/New_York", "America/New_York", null)]
    [InlineData("US", "(212) 555-0121", "America/New_York", "America/New_York", "America/New_York", null)]
    [InlineData("US", "(212) 555-0121", "", "America/New_York", "America/New_York", null)]
    [InlineData("US", "(212) 555-0121", "UTC", "America/New_York", "America/New_York", "an offset is no place: America/New_York decides instead")]
    [InlineData("US", "(212) 555-0121", "HST", "Pacific/Honolulu", "America/New_York", "called only when both clocks allow it")]
    [InlineData("US", "(310) 555-0121", "EST", "America/New_York", "America/Los_Angeles", "the number is in America/Los_Angeles")]
    [InlineData("US", "(602) 555-0121", "MST", "America/Phoenix", "America/Phoenix", null)]
    [InlineData("US", "(212) 555-0121", "America/Los_Angeles", "America/Los_Angeles", "America/New_York", "called only when both clocks allow it")]
    [InlineData("US", "(212) 555-0121", "half past nine", "America/New_York", "America/New_York", "the number's place decides instead")]
    [InlineData("GB", "07400 123456", "GMT", "Europe/London", "Europe/London", null)]
    [InlineData("GB", "07400 123456", "EST", "America/New_York", "Europe/London", "called only when both clocks allow it")]
    [InlineData("FR", "01 99 00 12 34", "UTC+8", "Europe/Paris", "Europe/Paris", "an offset is no place: Europe/Paris decides instead")]
    public void The_numbers_place_holds_and_what_does_not_fit_it_is_noted(string country, string number, string zone, string row, string place, string? noted)
    {
        string file = Path.Combine(_folder.Path, "list.csv");
        File.WriteAllText(file, $"phone,timezone\n\"{number}\",{zone}\n");
        var summary = LeadImporter.Import(_store, _campaign, new ImportOptions(file, "list", country), Facts.Noon);
        var lead = Assert.Single(_store.LoadLeads(_campaign, 5, Facts.Noon).Leads);
        Assert.Equal((row, place), (lead.TimeZone.Id, lead.Phones[0].TimeZone?.Id));
        Assert.Equal(noted is null, summary.RejectsFile is null);
        if (noted is not null)
            Assert.Contains(noted, File.ReadAllText(summary.RejectsFile!), StringComparison.Ordinal);
    }
}
