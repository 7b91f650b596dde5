using Dialer.Store.Tables;
using Dialer.Testing;
using Xunit;

namespace Dialer.Store.Tests.Tables;

/// <summary>Events by number, kept for a stated time.</summary>
public sealed class EventTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_is_too_old_is_forgotten_and_the_numbers_go_on()
    {
        using var folder = new TemporaryFolder();
        using var store = DialerStore.Open(new StoreOptions(Path.Combine(folder.Path, "dialer.db")), new RecordingObserver());
        var table = new EventTable(store, TimeSpan.FromDays(1));
        Assert.Equal((0, null), (table.Newest(), table.Oldest()));
        await table.AppendAsync([Event(1, Now), Event(2, Now.AddHours(1)), Event(3, Now.AddHours(2))], []);
        Assert.Equal([Event(2, Now.AddHours(1)), Event(3, Now.AddHours(2))], table.Read(1, 10));
        Assert.Equal(2, await table.ForgetAsync(Now.AddHours(25.5)));
        Assert.Equal((3, 3L), (table.Newest(), table.Oldest()));
        Assert.Equal(0, await table.ForgetAsync(Now.AddDays(9)));
        Assert.Equal(3, table.Newest());
    }

    private static EventRecord Event(long number, DateTimeOffset at) => new(number, at, "ringing", 1, null, 2, "{}");
}
