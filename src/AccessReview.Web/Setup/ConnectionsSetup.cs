using System.Security.Cryptography;
using System.Text;
using AccessReview.Core.Connections;
using AccessReview.Web.Background;
using Microsoft.AspNetCore.DataProtection;

namespace AccessReview.Web.Setup;

/// <summary>Other people's systems: which may be called, what seals their secrets, who reads and who removes.</summary>
internal static class ConnectionsSetup
{
    public static void AddConnections(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(OutboundOptions.Read(builder.Configuration, builder.Environment.IsDevelopment()));
        builder.Services.AddSingleton<ISecretVault, KeyRingVault>();
        builder.Services.AddHostedService<ReadingWorker>();
        builder.Services.AddHostedService<RemovalWorker>();
    }
}

/// <summary>Seals secrets with the installation's key ring, each for its own connection.</summary>
internal sealed class KeyRingVault(IDataProtectionProvider protection) : ISecretVault
{
    public byte[] Seal(long connectionId, string secret) => For(connectionId).Protect(Encoding.UTF8.GetBytes(secret));

    public string? Open(long connectionId, byte[] sealedSecret)
    {
        try
        {
            return Encoding.UTF8.GetString(For(connectionId).Unprotect(sealedSecret));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector For(long connectionId) => protection.CreateProtector($"connector:{connectionId}");
}
