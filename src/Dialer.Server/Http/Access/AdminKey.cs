using System.Security.Cryptography;
using Dialer.Store.Tables;

namespace Dialer.Server.Http.Access;

/// <summary>
/// The key of a dialer that has neither http.token nor an administrator: a file in the data directory that its own account alone
/// reads. Once there is an administrator, it opens nothing any more after the next start.
/// </summary>
public static class AdminKey
{
    public const string FileName = "admin.key";

    /// <summary>The token to ask by; null: a user must log in.</summary>
    /// <param name="wasMade">The file was not there before.</param>
    public static string? For(string dataDirectory, ITableSource tables, out bool wasMade)
    {
        wasMade = false;
        if (new AccessTable(tables).Users().Any(user => user is { Role: nameof(Role.Administrator), Disabled: false, PasswordHash: not null }))
            return null;
        if (Read(dataDirectory) is { } there)
            return there;
        string made = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new StreamWriter(PathOf(dataDirectory), options);
        file.WriteLine(made);
        wasMade = true;
        return made;
    }

    /// <summary>What the file holds; null: there is none that can be read.</summary>
    public static string? Read(string dataDirectory)
    {
        try
        {
            string text = File.ReadAllText(PathOf(dataDirectory)).Trim();
            return text.Length >= 16 ? text : null;
        }
        catch (Exception none) when (none is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static string PathOf(string dataDirectory) => Path.Combine(dataDirectory, FileName);
}
