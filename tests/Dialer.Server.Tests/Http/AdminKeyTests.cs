using Dialer.Server.Http.Access;
using Dialer.Store;
using Dialer.Store.Tables;
using Dialer.Testing;
using Xunit;

namespace Dialer.Server.Tests.Http;

/// <summary>A dialer that nobody could ask makes one key, for its own account alone.</summary>
public sealed class AdminKeyTests
{
    [Fact]
    public async Task The_key_is_made_once_for_its_own_account_and_until_there_is_an_administrator()
    {
        using var folder = new TemporaryFolder();
        using var store = DialerStore.Open(new StoreOptions(Path.Combine(folder.Path, "dialer.db")), new RecordingObserver());
        string? key = AdminKey.For(folder.Path, store, out bool wasMade);
        Assert.True(wasMade);
        Assert.Equal(48, key!.Length);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(AdminKey.PathOf(folder.Path)));
        Assert.Equal(key, AdminKey.For(folder.Path, store, out wasMade));
        Assert.False(wasMade);
        Assert.Equal(key, AdminKey.Read(folder.Path));

        // One who cannot log in opens nothing.
        var table = new AccessTable(store);
        await table.PutAsync(new UserRecord("root", "Administrator", null, null, null, null, Disabled: false, DateTimeOffset.UnixEpoch, 1));
        Assert.Equal(key, AdminKey.For(folder.Path, store, out _));
        await table.PutAsync(new UserRecord("root", "Administrator", Passwords.Hash("a password of length"), null, null, null, Disabled: false, DateTimeOffset.UnixEpoch, 1));
        Assert.Null(AdminKey.For(folder.Path, store, out _));
    }

    [Fact]
    public void A_password_is_kept_salted_and_only_itself_matches()
    {
        string hash = Passwords.Hash("a password of length");
        Assert.NotEqual(hash, Passwords.Hash("a password of length"));
        Assert.True(Passwords.Matches("a password of length", hash));
        Assert.False(Passwords.Matches("a password of lengtH", hash));
        Assert.DoesNotContain("password", hash, StringComparison.Ordinal);
    }
}
