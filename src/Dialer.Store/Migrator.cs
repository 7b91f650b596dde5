using System.Globalization;
using System.Reflection;
using Dialer.Core.Time;

namespace Dialer.Store;

/// <summary>Brings a store to the schema of this program: numbered scripts, each in a transaction of its own.</summary>
internal static class Migrator
{
    private const string Folder = "Dialer.Store.Migrations.";

    /// <param name="upTo">For tests of stores that an older program made.</param>
    public static void Migrate(StoreSession session, string path, Instant now, int upTo = int.MaxValue)
    {
        session.Execute("CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at_us BIGINT NOT NULL)");
        int present = session.ExecuteScalar<int>("SELECT COALESCE(MAX(version), 0) FROM schema_migrations");
        var scripts = Scripts();
        int newest = scripts[^1].Version;
        RefuseNewer(present, newest, path);
        foreach (var (version, name, sql) in scripts)
            if (version > present && version <= upTo)
                Apply(session, version, name, sql, now);
    }

    /// <summary>Whether a store that this program only reads has its schema. What a newer one means, this program cannot know: it is refused.</summary>
    public static bool IsUpToDate(StoreSession session, string path)
    {
        int present = session.ExecuteScalar<int>("SELECT COALESCE(MAX(version), 0) FROM schema_migrations");
        int newest = Scripts()[^1].Version;
        RefuseNewer(present, newest, path);
        return present == newest;
    }

    private static void RefuseNewer(int present, int newest, string path)
    {
        if (present > newest)
            throw new StoreException($"{path}: schema version {present} was made by a newer dialer; this one knows up to {newest}. Use the newer program, or another file with --db.");
    }

    private static void Apply(StoreSession session, int version, string name, string sql, Instant now)
    {
        using var transaction = session.Begin();
        session.Execute(sql);
        session.Execute("INSERT INTO schema_migrations (version, name, applied_at_us) VALUES (@version, @name, @at)", new { version, name, at = StoredTime.Us(now) });
        transaction.Commit();
    }

    /// <summary>In the order of their numbers; `0001_initial.sql` is version 1.</summary>
    private static List<(int Version, string Name, string Sql)> Scripts()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var scripts = new List<(int Version, string Name, string Sql)>();
        foreach (string resource in assembly.GetManifestResourceNames())
        {
            if (!resource.StartsWith(Folder, StringComparison.Ordinal))
                continue;
            string name = resource[Folder.Length..];
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            scripts.Add((int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, reader.ReadToEnd()));
        }
        scripts.Sort((a, b) => a.Version.CompareTo(b.Version));
        return scripts;
    }
}
